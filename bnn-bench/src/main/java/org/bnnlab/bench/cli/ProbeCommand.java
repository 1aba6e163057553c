package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.probe.Probe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn probe METHOD}: one part of a method on given tensors. */
@Command(
    name = "probe",
    description = {
      "Apply one part of a method to tensors in a file: what comes out, and the gradient.",
      "Reads the arrays x and upstream, and the part's parameters by name; writes out and grad.",
      "Where the file holds out and grad already, the differences are printed."
    })
final class ProbeCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "METHOD", description = "Id of a method (see bnn methods).")
  private String method = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "weight: x is a latent weight; activation: x is what comes to the sign.")
  private String role = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "X.npz",
      description = "File with x and upstream.")
  private Path input = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "Y.npz",
      description = "File to write out and grad to.")
  private Path out = Path.of("");

  @Option(
      names = "--epoch",
      paramLabel = "N",
      defaultValue = "0",
      description = "Epoch of the training, from 0 (default: ${DEFAULT-VALUE}).")
  private int epoch;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Epochs that the training has (default: ${DEFAULT-VALUE}).")
  private int epochs = 1;

  @Option(
      names = "--option",
      paramLabel = "K=V",
      description = "Option of the method (see bnn methods METHOD); may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Mixin private final EngineOptions engine = new EngineOptions();

  ProbeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    engine.apply();
    if (epochs < 1 || epoch < 0 || epoch > epochs) {
      throw new FaultException(
          "--epoch must lie in 0..%d (--epochs, at least 1), found %d".formatted(epochs, epoch));
    }
    Probe.Role part = Probe.role(role);
    Method probed = Methods.load().create(method, GivenOptions.typed(options), null);
    if (!Files.exists(input)) {
      throw new NoSuchFileException(input.toString());
    }
    TrainingProgress progress = TrainingProgress.ofEpoch(epoch, epochs);
    Probe.Outcome outcome = Probe.read(input).run(probed, part, progress);
    outcome.write(out);
    print(probed, progress, outcome);
    return 0;
  }

  private void print(Method probed, TrainingProgress progress, Probe.Outcome outcome) {
    String quantities =
        probed.quantities(progress).entrySet().stream()
            .map(entry -> " · %s %s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    console.out().println("%s %s%s".formatted(method, role, quantities));
    TextTable table = new TextTable(List.of("array", "shape", "difference to " + input));
    outcome
        .arrays()
        .forEach(
            (name, array) -> {
              Double difference = outcome.differences().get(name);
              table.add(
                  List.of(
                      name,
                      Arrays.stream(array.shape())
                          .mapToObj(String::valueOf)
                          .collect(Collectors.joining("x")),
                      difference == null ? "" : String.format(Locale.ROOT, "%.1e", difference)));
            });
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println("written to " + out);
  }
}

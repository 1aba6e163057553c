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
import org.bnnlab.bench.plot.Figure;
import org.bnnlab.bench.probe.Curves;
import org.bnnlab.bench.probe.Probe;
import org.jspecify.annotations.Nullable;
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
      "Where the file holds out and grad already, the differences are printed.",
      "With --plot, draws what the part does to a value and to its gradient over the training."
    })
final class ProbeCommand implements Callable<Integer> {

  private static final int PICTURE_EPOCHS = 100;

  private final Console console;

  @Parameters(paramLabel = "METHOD", description = "Id of a method (see bnn methods).")
  private String method = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "weight: x is a latent weight; activation: x is what comes to the sign.")
  private String role = "";

  @Option(names = "--input", paramLabel = "X.npz", description = "File with x and upstream.")
  private @Nullable Path input;

  @Option(names = "--out", paramLabel = "Y.npz", description = "File to write out and grad to.")
  private @Nullable Path out;

  @Option(
      names = "--plot",
      paramLabel = "F.svg|F.png",
      description = "Picture to draw: six epochs as shades from light to dark.")
  private @Nullable Path plot;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      defaultValue = "0",
      description = "Epoch of the training, from 0 (default: ${DEFAULT-VALUE}).")
  private int epoch;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs that the training has (default: 1, and 100 for a picture).")
  private @Nullable Integer epochs;

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
    Probe.Role part = Probe.role(role);
    if (plot == null && (input == null || out == null)) {
      throw new FaultException(
          "bnn probe needs --input and --out, or --plot (bnn probe --help shows the usage)");
    }
    Method probed = Methods.load().create(method, GivenOptions.typed(options), null);
    if (input != null) {
      apply(probed, part, input, requireOut());
    }
    if (plot != null) {
      draw(probed, part, plot);
    }
    return 0;
  }

  private Path requireOut() {
    if (out == null) {
      throw new FaultException("--input needs --out, the file to write out and grad to");
    }
    return out;
  }

  private void apply(Method probed, Probe.Role part, Path tensors, Path target) throws IOException {
    int length = epochs == null ? 1 : epochs;
    if (length < 1 || epoch < 0 || epoch > length) {
      throw new FaultException(
          "--epoch must lie in 0..%d (--epochs, at least 1), found %d".formatted(length, epoch));
    }
    if (!Files.exists(tensors)) {
      throw new NoSuchFileException(tensors.toString());
    }
    TrainingProgress progress = TrainingProgress.ofEpoch(epoch, length);
    Probe.Outcome outcome = Probe.read(tensors).run(probed, part, progress);
    outcome.write(target);
    print(probed, progress, outcome);
    console.out().println("written to " + target);
  }

  private void draw(Method probed, Probe.Role part, Path picture) throws IOException {
    int length = epochs == null ? PICTURE_EPOCHS : epochs;
    if (length < 1) {
      throw new FaultException("--epochs must be at least 1, found " + length);
    }
    Figure.requirePicture(picture);
    new Curves(probed, part, length).figure().write(picture);
    console.out().println("drawn to " + picture);
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
  }
}

package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.export.Compilation;
import org.bnnlab.bench.export.Exporter;
import org.bnnlab.bench.export.SignArrays;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.run.TrainedNetwork;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.runtime.file.BnnFile;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn export RUN|CHECKPOINT}: the packed file of a trained network. */
@Command(
    name = "export",
    description = {
      "Write the trained network of a run as a packed .bnn file, or its bits as plain arrays.",
      "bnn predict and bnn latency read it; so does the Java API of bnn-runtime."
    })
final class ExportCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "RUN|CHECKPOINT", description = "Folder of a run or of a checkpoint.")
  private Path place = Path.of("");

  @Option(names = "--out", paramLabel = "F.bnn", description = "File to write.")
  private @Nullable Path out;

  @Option(
      names = "--signs",
      paramLabel = "F.npz",
      description = {
        "Write the one-bit weights as plain arrays: int8, +1 or -1, named by their layer.",
        "F.npz.sha256 holds the checksum."
      })
  private @Nullable Path signs;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the data set; needed where only its files name the classes.")
  private @Nullable Path data;

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (out == null && signs == null) {
      throw new FaultException("nothing to write: give --out F.bnn, --signs F.npz or both");
    }
    engine.apply();
    TrainedNetwork trained = TrainedNetwork.of(place, data);
    Map<String, Object> report = new LinkedHashMap<>();
    if (out != null) {
      pack(trained, out, report);
    }
    if (signs != null) {
      writeSigns(trained, signs, report);
    }
    if (json) {
      console.out().println(Json.line(report));
    }
    return 0;
  }

  private void pack(TrainedNetwork trained, Path file, Map<String, Object> report)
      throws IOException {
    Compilation compiled = Exporter.export(trained);
    BnnFile.write(compiled.program(), file);
    long bytes = BnnFile.size(compiled.program());
    double ruleMb = CostModel.of(trained.network()).sizeMb();
    report.put("file", file.toString());
    report.put("bytes", bytes);
    report.put("sizeMb", ruleMb);
    report.put("steps", compiled.program().steps().size());
    report.put("binaryMacs", compiled.plan().binaryMacs());
    report.put("packedMacs", compiled.plan().packedMacs());
    report.put("realLayers", paths(compiled.program(), Op.RealConvolution.class));
    report.put("realInputs", paths(compiled.program(), Op.SignedConvolution.class));
    report.put("notes", compiled.notes());
    say(
        "%s: %,d bytes, %d steps (size by counting rule: %.4f MB)",
        file, bytes, compiled.program().steps().size(), ruleMb);
    say(
        "packed: %.2f %% of %,d binary products",
        100 * compiled.plan().packedShare(), compiled.plan().binaryMacs());
    list("real weights", paths(compiled.program(), Op.RealConvolution.class));
    list("one-bit weights on real values", paths(compiled.program(), Op.SignedConvolution.class));
    compiled.notes().forEach(note -> say("%s", note));
  }

  /** The layers that a kind of step computes. */
  private static List<String> paths(Program program, Class<? extends Op> kind) {
    return program.steps().stream()
        .filter(step -> kind.isInstance(step.op()))
        .map(Step::path)
        .toList();
  }

  private void list(String title, List<String> paths) {
    if (!paths.isEmpty()) {
      say("%s: %s", title, String.join(", ", paths));
    }
  }

  private void writeSigns(TrainedNetwork trained, Path file, Map<String, Object> report)
      throws IOException {
    Map<String, StoredArray> arrays = SignArrays.of(trained);
    String sum = SignArrays.write(file, arrays);
    long weights = arrays.values().stream().mapToLong(StoredArray::size).sum();
    report.put("signsFile", file.toString());
    report.put("signsSha256", sum);
    report.put("signsArrays", arrays.size());
    report.put("signsWeights", weights);
    say("%s: %d arrays, %,d weights of one bit, SHA-256 %s", file, arrays.size(), weights, sum);
  }

  private void say(String format, Object... values) {
    if (!json) {
      console.out().println(String.format(Locale.ROOT, format, values));
    }
  }
}

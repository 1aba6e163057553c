package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.bench.export.Compilation;
import org.bnnlab.bench.export.Exporter;
import org.bnnlab.bench.run.TrainedNetwork;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.runtime.file.BnnFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn export RUN|CHECKPOINT}: the packed file of a trained network. */
@Command(
    name = "export",
    description = {
      "Write the trained network of a run as a packed .bnn file.",
      "bnn predict and bnn latency read it; so does the Java API of bnn-runtime."
    })
final class ExportCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "RUN|CHECKPOINT", description = "Folder of a run or of a checkpoint.")
  private Path place = Path.of("");

  @Option(names = "--out", required = true, paramLabel = "F.bnn", description = "File to write.")
  private Path out = Path.of("");

  @Mixin private final EngineOptions engine = new EngineOptions();

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    engine.apply();
    TrainedNetwork trained = TrainedNetwork.of(place);
    Compilation compiled = Exporter.export(trained);
    BnnFile.write(compiled.program(), out);
    long bytes = BnnFile.size(compiled.program());
    double ruleMb = CostModel.of(trained.network()).sizeMb();
    if (json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("file", out.toString());
      report.put("bytes", bytes);
      report.put("sizeMb", ruleMb);
      report.put("steps", compiled.program().steps().size());
      report.put("binaryMacs", compiled.binaryMacs());
      report.put("packedMacs", compiled.packedMacs());
      report.put("notes", compiled.notes());
      console.out().println(Json.line(report));
      return 0;
    }
    console
        .out()
        .println(
            "%s: %,d bytes, %d steps (size by counting rule: %s MB)"
                .formatted(
                    out,
                    bytes,
                    compiled.program().steps().size(),
                    String.format(Locale.ROOT, "%.4f", ruleMb)));
    console
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "packed: %.2f %% of %,d binary products",
                100 * compiled.packedShare(),
                compiled.binaryMacs()));
    compiled.notes().forEach(console.out()::println);
    return 0;
  }
}

package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bnnlab.bench.plot.Figure;
import org.bnnlab.bench.plot.PlaneFigure;
import org.bnnlab.bench.plot.PlaneMap;
import org.bnnlab.bench.run.PlanePredictions;
import org.bnnlab.bench.run.RunSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn plane RUN...}: decisions and uncertainty over the plane as a picture. */
@Command(
    name = "plane",
    description = {
      "Draw what runs on two moons make of the plane: probability and entropy of the prediction.",
      "By an ensemble of drawn networks where weights are random."
    })
final class PlaneCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN|CHECKPOINT",
      description = "Folders of runs or of checkpoints, one row of the picture each.")
  private List<Path> places = List.of();

  @Option(
      names = "--out",
      paramLabel = "F.svg|F.png",
      required = true,
      description = "File to write.")
  private Path out = Path.of("");

  @Option(names = "--low", description = "Least coordinate (default: ${DEFAULT-VALUE}).")
  private double low = -2;

  @Option(names = "--high", description = "Greatest coordinate (default: ${DEFAULT-VALUE}).")
  private double high = 3;

  @Option(names = "--side", description = "Points along an axis (default: ${DEFAULT-VALUE}).")
  private int side = 40;

  @Mixin private final EngineOptions engine = new EngineOptions();

  PlaneCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    engine.apply();
    Figure.requirePicture(out);
    List<PlaneMap> maps = new ArrayList<>();
    for (Path place : places) {
      maps.add(PlanePredictions.of(place, RunSettings.of(null), low, high, side));
    }
    new PlaneFigure(maps).write(out);
    console.err().println("wrote " + out);
    return 0;
  }
}

package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bnnlab.api.network.Network;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.NetworkCost;
import org.bnnlab.models.draw.NetworkDrawing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bnn draw MODEL --out F.svg}: the network as a picture. */
@Command(
    name = "draw",
    description = "Draw a network as SVG: blocks, bits by colour, shapes between stages.")
final class DrawCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final NetworkOptions choice = new NetworkOptions();

  @Option(names = "--out", paramLabel = "F.svg", required = true, description = "File to write.")
  private Path out = Path.of("");

  DrawCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Network network = choice.network();
    String title = "%s · method %s".formatted(network.id(), choice.method());
    Files.writeString(out, NetworkDrawing.svg(network, title, facts(CostModel.of(network))));
    console.err().println("wrote " + out);
    return 0;
  }

  private static String facts(NetworkCost cost) {
    return String.format(
        Locale.ROOT,
        "%s parameters, %s of them of one bit · %s OPs (%s real and %s binary MACs) · %.2f MB",
        rounded((double) (cost.paramsBinary() + cost.paramsFloat())),
        rounded((double) cost.paramsBinary()),
        rounded(cost.ops()),
        rounded((double) cost.flops()),
        rounded((double) cost.bops()),
        cost.sizeMb());
  }

  /** Three digits: {@code 1.07 M}. */
  private static String rounded(double number) {
    double scaled = number;
    String unit = "";
    for (String next : new String[] {" k", " M", " G"}) {
      if (scaled >= 1000) {
        scaled /= 1000;
        unit = next;
      }
    }
    int decimals = scaled >= 100 || unit.isEmpty() ? 0 : scaled >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", scaled, unit);
  }
}

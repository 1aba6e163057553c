package org.bnnlab.bench.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.runtime.BnnModel;
import org.bnnlab.runtime.program.Extent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn predict F.bnn IMAGE…}: the classes of images. */
@Command(
    name = "predict",
    description = {
      "Say what a packed network takes images for.",
      "An image (PNG, JPEG, BMP, GIF) of another size is scaled to the network's."
    })
final class PredictCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(index = "0", paramLabel = "F.bnn", description = "A file that bnn export wrote.")
  private Path file = Path.of("");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Images.")
  private List<Path> images = List.of();

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "Classes per image (default: ${DEFAULT-VALUE}).")
  private int top = 3;

  @Mixin private final RuntimeOptions runtime = new RuntimeOptions();

  @Option(names = "--json", description = "Print one JSON object per image.")
  private boolean json;

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new FaultException("--top must be at least 1, found " + top);
    }
    try (BnnModel model = runtime.load(file, runtime.kernels())) {
      for (Path image : images) {
        List<BnnModel.Guess> guesses = model.predict(pixels(image, model.input()));
        print(image, guesses.subList(0, Math.min(top, guesses.size())));
      }
    }
    return 0;
  }

  private void print(Path image, List<BnnModel.Guess> guesses) {
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("image", image.toString());
      line.put("guesses", guesses);
      console.out().println(Json.line(line));
      return;
    }
    String text =
        guesses.stream()
            .map(
                guess ->
                    String.format(
                        Locale.ROOT, "%s %.1f %%", guess.name(), 100 * guess.probability()))
            .collect(Collectors.joining(", "));
    console.out().println(image + ": " + text);
  }

  /** Grey levels of an image, ordered by channel, row, column. */
  private static byte[] pixels(Path file, Extent extent) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new FaultException(file + " is no image that this Java reads (PNG, JPEG, BMP, GIF)");
    }
    if (extent.channels() != 3) {
      throw new FaultException(
          "the network takes %d channels, images have 3".formatted(extent.channels()));
    }
    BufferedImage scaled =
        new BufferedImage(extent.width(), extent.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, extent.width(), extent.height(), null);
    graphics.dispose();
    byte[] pixels = new byte[extent.values()];
    int plane = extent.pixels();
    for (int i = 0; i < plane; i++) {
      int colour = scaled.getRGB(i % extent.width(), i / extent.width());
      pixels[i] = (byte) (colour >> 16);
      pixels[plane + i] = (byte) (colour >> 8);
      pixels[2 * plane + i] = (byte) colour;
    }
    return pixels;
  }
}

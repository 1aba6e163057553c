package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.runtime.BnnModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn predict F.bnn IMAGE…}: the classes of images. */
@Command(
    name = "predict",
    description = {
      "Say what a packed network takes images for.",
      "Images (PNG, JPEG, BMP, GIF) may have any size: they are resized, cut and normalized as in",
      "the evaluation of the training, which the file holds."
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
      if (!runtime.forced()) {
        model.engine().startOnScalar();
      }
      for (Path image : images) {
        List<BnnModel.Guess> guesses = guesses(model, image);
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

  private List<BnnModel.Guess> guesses(BnnModel model, Path file) throws IOException {
    try {
      return model.predict(PhotoFile.read(file));
    } catch (IllegalArgumentException e) {
      throw new FaultException(file + ": " + e.getMessage());
    }
  }
}

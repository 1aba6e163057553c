package org.bnnlab.bench.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.data.folder.ImageNetPreparation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn data prepare imagenet}: class folders from the published archives. */
@Command(
    name = "prepare",
    description = {
      "Unpack ImageNet's archives into class folders (train/n01440764/..., val/n01440764/...).",
      "A stopped preparation goes on when it is called again."
    })
final class DataPrepareCommand implements Callable<Integer> {

  private static final long EVERY = 10_000;

  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Only imagenet is prepared.")
  private String name = "";

  @Option(
      names = "--train",
      paramLabel = "T",
      required = true,
      description = "ILSVRC2012_img_train.tar.")
  private Path train = Path.of("");

  @Option(
      names = "--val",
      paramLabel = "V",
      required = true,
      description = "ILSVRC2012_img_val.tar.")
  private Path val = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      required = true,
      description = {
        "The class of each validation image, one in a line: its synset, or ILSVRC's number as in",
        "ILSVRC2012_validation_ground_truth.txt (then --map is needed)."
      })
  private Path labels = Path.of("");

  @Option(
      names = "--map",
      paramLabel = "FILE",
      description = "Lines of synset and number, such as map_clsloc.txt.")
  private @Nullable Path map;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Takes the folders.")
  private Path out = Path.of("");

  DataPrepareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!name.equals("imagenet")) {
      throw new FaultException(
          "only imagenet is prepared, found \"%s\"; other data sets are read as they are fetched"
              .formatted(name));
    }
    ImageNetPreparation.Prepared prepared =
        new ImageNetPreparation(out, this::report).prepare(train, val, labels, map);
    console
        .out()
        .println(
            "%s: %d training and %d validation images of %d classes"
                .formatted(out, prepared.train(), prepared.validation(), prepared.classes()));
    return 0;
  }

  private void report(long images) {
    if (images % EVERY == 0) {
      console.err().println("%d images".formatted(images));
    }
  }
}

package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs a network that was trained on image files of many sizes. */
class ExportOfFolderTest {

  private static final String RECIPE =
      """
      method: bnn
      network: { id: resnet20, widths: [4, 4, 4], blocks: 1 }
      data:
        set: folder
        train: [resized-crop(16)]
        test: [resize(20), center-crop(16)]
        normalize: imagenet
      train: { epochs: 1, batch: 4, optimizer: sgd(lr: 0.01), schedule: constant }
      seeds: [1]
      """;

  @TempDir static Path folder;

  private static Path run = Path.of("");
  private static Path data = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    data = folder.resolve("data");
    SplittableRandom random = new SplittableRandom(6);
    for (String split : new String[] {"train", "test"}) {
      for (String name : new String[] {"cat", "dog"}) {
        Path place = Files.createDirectories(data.resolve(split).resolve(name));
        for (int i = 0; i < 4; i++) {
          ImageIO.write(picture(random), "png", place.resolve(i + ".png").toFile());
        }
      }
    }
    Path recipe = Files.writeString(folder.resolve("own.yaml"), RECIPE);
    Path results = folder.resolve("r");
    CommandLineRun trained =
        CommandLineRun.of(
            "train",
            recipe.toString(),
            "--threads",
            "1",
            "--data",
            data.toString(),
            "--out",
            results.toString());
    assertThat(trained.status()).as(trained.err()).isZero();
    run = results.resolve("runs/own-1");
  }

  private static BufferedImage picture(SplittableRandom random) {
    int width = random.nextInt(14, 50);
    int height = random.nextInt(14, 50);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, random.nextInt(1 << 24));
    }
    return picture;
  }

  @Test
  void the_packed_network_sees_every_image_as_the_training_side_does() {
    CommandLineRun evaluated =
        CommandLineRun.of(
            "eval",
            run.toString(),
            "--packed",
            "--threads",
            "1",
            "--data",
            data.toString(),
            "--json");

    assertThat(evaluated.err()).isEmpty();
    JsonNode packed = evaluated.json().path("evaluation").path("packed");
    assertThat(evaluated.json().path("packedCheck").path("images").asInt()).isEqualTo(8);
    assertThat(packed.path("differing")).isEmpty();
    assertThat(packed.path("changedConfidences").asInt()).isZero();
  }

  @Test
  void the_classes_come_from_the_files() {
    Path file = folder.resolve("own.bnn");
    String[] export = {"export", run.toString(), "--out", file.toString(), "--threads", "1"};

    CommandLineRun without = CommandLineRun.of(export);
    String[] more = Arrays.copyOf(export, export.length + 2);
    more[export.length] = "--data";
    more[export.length + 1] = data.toString();
    CommandLineRun with = CommandLineRun.of(more);
    CommandLineRun predicted =
        CommandLineRun.of("predict", file.toString(), data.resolve("test/cat/0.png").toString());

    assertThat(without.status()).isEqualTo(2);
    assertThat(without.err())
        .isEqualTo(
            "the classes of data set folder stand in its files: name its folder with --data\n");
    assertThat(with.status()).as(with.err()).isZero();
    assertThat(predicted.out()).contains("cat ", "dog ");
  }
}

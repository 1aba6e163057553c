package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs a tiny run: 32 images, one epoch, four channels. */
class ExportCommandTest {

  private static final String RECIPE =
      """
      method: recu
      network: { id: resnet20, widths: [4, 4, 4], blocks: 1 }
      data: { set: shapes32, images: 32, normalize: imagenet }
      train: { epochs: 1, batch: 16, optimizer: sgd(lr: 0.01), schedule: constant }
      seeds: [1]
      """;

  @TempDir static Path folder;

  private static Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    Path recipe = Files.writeString(folder.resolve("tiny.yaml"), RECIPE);
    CommandLineRun trained =
        CommandLineRun.of(
            "train", recipe.toString(), "--threads", "1", "--out", folder.resolve("r").toString());
    assertThat(trained.status()).as(trained.err()).isZero();
    try (Stream<Path> runs = Files.list(folder.resolve("r").resolve("runs"))) {
      run = runs.findFirst().orElseThrow();
    }
  }

  @Test
  void a_run_becomes_a_file_of_the_announced_size_that_predicts() throws IOException {
    Path file = folder.resolve("f.bnn");
    Path image = folder.resolve("i.png");
    ImageIO.write(new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB), "png", image.toFile());

    CommandLineRun exported =
        CommandLineRun.of(
            "export", run.toString(), "--out", file.toString(), "--threads", "1", "--json");
    CommandLineRun predicted =
        CommandLineRun.of("predict", file.toString(), image.toString(), "--top", "10", "--json");

    assertThat(exported.err()).isEmpty();
    assertThat(exported.json().path("bytes").asLong()).isEqualTo(Files.size(file));
    assertThat(exported.json().path("packedMacs")).isEqualTo(exported.json().path("binaryMacs"));
    JsonNode guesses = predicted.json().path("guesses");
    assertThat(guesses).hasSize(10);
    double sum = 0;
    for (JsonNode guess : guesses) {
      sum += guess.path("probability").asDouble();
      assertThat(guess.path("name").asText()).isNotEmpty();
    }
    assertThat(sum).isBetween(0.999, 1.001);
  }

  @Test
  void a_file_that_is_no_packed_network_is_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.bnn"), "text");

    CommandLineRun predicted = CommandLineRun.of("predict", file.toString(), "none.png");

    assertThat(predicted.status()).isEqualTo(1);
    assertThat(predicted.err())
        .isEqualTo(file + ", offset 0: a file has at least 64 bytes, found 4\n");
  }
}

package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.file.ElementType;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
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
  void latency_tells_quantiles_and_every_stage_with_its_share_of_the_limit() {
    Path file = folder.resolve("latency.bnn");
    CommandLineRun.of("export", run.toString(), "--out", file.toString(), "--threads", "1");

    CommandLineRun measured =
        CommandLineRun.of("latency", file.toString(), "--runs", "20", "--json");

    JsonNode report = measured.json();
    assertThat(report.path("runs").asInt()).isEqualTo(20);
    assertThat(report.path("threads").asInt()).isEqualTo(1);
    double median = report.path("medianMs").asDouble();
    double p95 = report.path("p95Ms").asDouble();
    assertThat(median).isPositive().isLessThanOrEqualTo(p95);
    assertThat(p95).isLessThanOrEqualTo(report.path("p99Ms").asDouble());
    List<Double> shares = new ArrayList<>();
    for (JsonNode stage : report.path("stages")) {
      assertThat(stage.path("us").asDouble()).isPositive();
      assertThat(stage.path("binary").asBoolean()).isEqualTo(stage.has("shareOfLimit"));
      if (stage.has("shareOfLimit")) {
        shares.add(stage.path("shareOfLimit").asDouble());
      }
    }
    assertThat(shares).hasSize(6).allSatisfy(share -> assertThat(share).isPositive());
  }

  @Test
  void the_bits_of_a_run_are_plain_arrays_with_a_checksum() throws IOException {
    Path file = folder.resolve("signs.npz");

    CommandLineRun exported =
        CommandLineRun.of(
            "export", run.toString(), "--signs", file.toString(), "--threads", "1", "--json");

    assertThat(exported.err()).isEmpty();
    Map<String, StoredArray> arrays = Npz.read(file);
    assertThat(arrays)
        .hasSize(6)
        .allSatisfy(
            (name, array) -> {
              assertThat(name).matches("stage[123]\\.block0\\.conv[12]");
              assertThat(array.type()).isEqualTo(ElementType.INT8);
              assertThat(array.shape()).containsExactly(4, 4, 3, 3);
              assertThat(array.asInts()).containsOnly(1, -1);
            });
    Map<String, StoredArray> latent =
        Safetensors.read(run.resolve("checkpoint/model.safetensors")).tensors();
    assertThat(arrays.get("stage1.block0.conv1").asInts())
        .isEqualTo(centredSigns(latent.get("stage1.block0.conv1.weight").asFloats(), 36));
    String sum = exported.json().path("signsSha256").asText();
    assertThat(AtomicFolder.sha256(file)).isEqualTo(sum);
    assertThat(folder.resolve("signs.npz.sha256")).hasContent(sum + "  signs.npz\n");
    assertThat(exported.json().path("signsWeights").asInt()).isEqualTo(6 * 144);
  }

  /** Signs of weights about the mean of their output channel, as ReCU takes them. */
  private static int[] centredSigns(float[] latent, int taps) {
    int[] signs = new int[latent.length];
    for (int start = 0; start < latent.length; start += taps) {
      double mean = 0;
      for (int i = start; i < start + taps; i++) {
        mean += (double) latent[i] / taps;
      }
      for (int i = start; i < start + taps; i++) {
        signs[i] = latent[i] >= mean ? 1 : -1;
      }
    }
    return signs;
  }

  @Test
  void an_export_of_nothing_says_what_it_could_write() {
    CommandLineRun exported = CommandLineRun.of("export", run.toString());

    assertThat(exported.status()).isEqualTo(2);
    assertThat(exported.err())
        .isEqualTo("nothing to write: give --out F.bnn, --signs F.npz or both\n");
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

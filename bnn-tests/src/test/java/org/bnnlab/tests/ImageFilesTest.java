package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on a folder of JPEG files, with the options that spare decoding. */
class ImageFilesTest {

  @TempDir Path folder;

  @BeforeEach
  void draw_images() throws IOException {
    for (String split : List.of("train", "test")) {
      for (int i = 0; i < 12; i++) {
        BufferedImage image = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 50; x++) {
          for (int y = 0; y < 40; y++) {
            int light = i % 2 == 0 ? x * 5 : y * 6;
            image.setRGB(x, y, new Color(light, (light + 20 * i) % 256, 20 * i).getRGB());
          }
        }
        Path file =
            folder.resolve("images/%s/%s/%d.jpg".formatted(split, i % 2 == 0 ? "a" : "b", i));
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "jpg", file.toFile());
      }
    }
  }

  private Path recipe(String name, String keys) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        method: bnn
        network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
        data:
          set: folder
          train: [resized-crop(16), flip]
          test: [resize(20), center-crop(16)]
          normalize: imagenet
          %s
        train: { epochs: 2, batch: 6, optimizer: sgd(lr: 0.1), schedule: cosine }
        published: { top1: 99, source: "nowhere", confidence: memory }
        """
            .formatted(keys));
  }

  private Bnn.Result train(Path recipe, String out, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("train", recipe.toString()));
    arguments.addAll(List.of("--data", "images", "--threads", "1", "--out", out));
    arguments.addAll(List.of(options));
    Bnn.Result result = Bnn.in(folder).run(arguments.toArray(String[]::new));
    assertThat(result.status()).as(result.err()).isZero();
    return result;
  }

  private ResultRow row(String out) throws IOException {
    return new Ledger(folder.resolve(out).resolve("ledger.jsonl")).read().rows().getFirst();
  }

  private byte[] model(String run) throws IOException {
    return Files.readAllBytes(folder.resolve(run).resolve("checkpoint/model.safetensors"));
  }

  @Test
  void a_cache_changes_no_bit_of_a_result() throws Exception {
    Path plain = recipe("tiny", "cache: false");
    train(plain, "without");
    Bnn.Result with = train(plain, "with", "--cache", "pixels");
    train(recipe("tiny", "cache: true"), "asked");

    assertThat(with.err()).contains("12 of 12 images decoded into the cache");
    try (Stream<Path> files = Files.list(folder.resolve("pixels"))) {
      assertThat(files.map(file -> file.getFileName().toString().replaceAll("-[0-9a-f]{8}", "")))
          .containsExactlyInAnyOrder("folder-train.pictures", "folder-test.pictures");
    }
    assertThat(folder.resolve("asked/runs/tiny-1/cache")).isNotEmptyDirectory();
    byte[] expected = model("without/runs/tiny-1");
    assertThat(model("with/runs/tiny-1")).isEqualTo(expected);
    assertThat(model("asked/runs/tiny-1")).isEqualTo(expected);
    assertThat(row("asked").config()).isEqualTo(row("without").config());
  }

  @Test
  void reduced_scale_is_another_experiment_without_a_published_figure() throws Exception {
    assumeTrue(JpegDecoder.fastest().reduces(), "libjpeg-turbo is missing");

    train(recipe("tiny", "cache: false"), "out", "--reduction", "2");

    assertThat(folder.resolve("out/runs/tiny-1-reduction2")).isDirectory();
    assertThat(row("out").config().experiment().get("data").toString()).contains("reduction=2");
    assertThat(row("out").published()).isNull();
    assertThat(row("out").identity().division()).isEqualTo(ResultRow.Division.OPEN);
  }
}

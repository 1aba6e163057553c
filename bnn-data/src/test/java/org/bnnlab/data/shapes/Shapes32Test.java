package org.bnnlab.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.bnnlab.data.Checksum;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Shapes32Test {

  private static Shapes32 sized(int train, int test) {
    return new Shapes32(Shapes32.STANDARD_SEED, train, test, Difficulty.STANDARD);
  }

  private static byte[] pixels(ImageDataset images) {
    int size = images.shape().size();
    byte[] pixels = new byte[images.size() * size];
    for (int i = 0; i < images.size(); i++) {
      images.copyPixels(i, pixels, i * size);
    }
    return pixels;
  }

  private static String sha256(ImageDataset images) throws IOException {
    return Checksum.sha256Of(new ByteArrayInputStream(pixels(images))).hex();
  }

  /** Recorded on Linux x86-64, JDK 25: another platform that differs would void comparisons. */
  @Test
  void the_first_images_are_the_recorded_ones_on_every_platform() throws IOException {
    Shapes32 shapes = sized(100, 100);

    assertThat(sha256(shapes.open(Split.TRAIN, null)))
        .isEqualTo("9cde5fac86a563af50858debbbcb9b9833cd6a26b0ecc42ac0ff1329ae8ab58e");
    assertThat(sha256(shapes.open(Split.TEST, null)))
        .isEqualTo("0b9de7538c1a6d9c6bd8f4522dd07f0d831ed254e781f3e50436d0ad80c75ad7");
  }

  @Test
  void a_smaller_data_set_is_the_beginning_of_a_larger_one() {
    byte[] small = pixels(sized(20, 10).open(Split.TRAIN, null));
    byte[] large = pixels(sized(50, 30).open(Split.TRAIN, null).take(20));

    assertThat(small).isEqualTo(large);
  }

  @Test
  void another_seed_or_split_gives_other_images() {
    byte[] standard = pixels(sized(10, 10).open(Split.TRAIN, null));

    assertThat(pixels(sized(10, 10).open(Split.TEST, null))).isNotEqualTo(standard);
    assertThat(pixels(new Shapes32(33, 10, 10, Difficulty.STANDARD).open(Split.TRAIN, null)))
        .isNotEqualTo(standard);
  }

  @Test
  void by_default_there_are_ten_thousand_training_and_two_thousand_test_images() {
    assertThat(new Shapes32().description().splits())
        .isEqualTo(Map.of(Split.TRAIN, 10_000, Split.TEST, 2_000));
  }

  @Test
  void every_ten_images_have_each_class_once() {
    ImageDataset images = sized(10, 40).open(Split.TEST, null);

    int[] counts = new int[10];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    assertThat(counts).containsOnly(4);
    assertThat(images.description().classNames())
        .containsExactly(
            "disc",
            "ring",
            "square",
            "frame",
            "triangle",
            "cross",
            "star",
            "crescent",
            "hourglass",
            "bars");
  }

  /** Without jitter, texture, noise and specks the drawn area can be counted. */
  @ParameterizedTest
  @EnumSource(Figure.class)
  void all_figures_cover_the_same_area(Figure figure) {
    Difficulty plain = new Difficulty(8, 8, 0, 0, 100, 0, 0, 0, 0);
    byte[] image = new byte[3 * Painter.PLANE];

    new Painter(plain).paint(figure, new SplittableRandom(4), image, 0);

    double ground = image[0] & 0xFF;
    double extreme = ground;
    double sum = 0;
    for (int i = 0; i < Painter.PLANE; i++) {
      double value = image[i] & 0xFF;
      sum += value - ground;
      extreme = Math.abs(value - ground) > Math.abs(extreme - ground) ? value : extreme;
    }
    double area = sum / (extreme - ground);
    assertThat(area).isBetween(0.92 * Math.PI * 64, 1.08 * Math.PI * 64);
  }

  @Test
  void colours_do_not_give_the_class_away() {
    Map<Split, ImageDataset> images =
        sized(2_000, 1_000).open(EnumSet.of(Split.TRAIN, Split.TEST), null);

    Map<Double, Double> accuracies =
        new LinearClassifier(
                images.get(Split.TRAIN), images.get(Split.TEST), LinearClassifier::colours)
            .accuracies(0.001, 0.01);

    // guessing gives 10 %
    assertThat(Collections.max(accuracies.values())).isLessThan(20);
  }

  @Test
  void a_linear_classifier_stays_below_sixty_percent_on_a_few_images() {
    Map<Split, ImageDataset> images =
        sized(500, 300).open(EnumSet.of(Split.TRAIN, Split.TEST), null);

    Map<Double, Double> accuracies =
        new LinearClassifier(
                images.get(Split.TRAIN), images.get(Split.TEST), LinearClassifier::pixels)
            .accuracies(0.0001);

    assertThat(Collections.max(accuracies.values())).isLessThan(60);
  }

  @Test
  @Tag("slow")
  void a_linear_classifier_stays_below_sixty_percent_on_ten_thousand_images() {
    Map<Split, ImageDataset> images =
        new Shapes32().open(EnumSet.of(Split.TRAIN, Split.TEST), null);

    Map<Double, Double> accuracies =
        new LinearClassifier(
                images.get(Split.TRAIN), images.get(Split.TEST), LinearClassifier::pixels)
            .accuracies(0.00001, 0.00003, 0.0001, 0.0003, 0.001);

    System.out.println(
        "linear classifier, test accuracy in percent by learning rate: " + accuracies);
    assertThat(Collections.max(accuracies.values())).isLessThan(60);
  }

  @Test
  void a_split_that_is_not_drawn_is_refused() {
    assertThatThrownBy(() -> new Shapes32().open(Split.VALIDATION, null))
        .isInstanceOf(DataException.class)
        .hasMessage("shapes32: unknown split \"validation\"; one of: train, test");
  }

  @Test
  void wrong_sizes_and_difficulties_are_refused_with_the_value() {
    assertThatThrownBy(() -> sized(0, 10))
        .hasMessage(
            "numbers of shapes32 images must be in 1..500000, found 0 training and 10 test images");
    assertThatThrownBy(() -> Difficulty.STANDARD.withNoise(200))
        .hasMessage("noise must be in 0..127, found 200.0");
    assertThatThrownBy(() -> new Difficulty(9, 8, 0, 0, 1, 0, 0, 0, 0))
        .hasMessage("radii must satisfy 0 < min <= max <= 16 pixels, found 9.0 and 8.0");
  }
}

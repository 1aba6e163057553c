package org.bnnlab.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.SampleRandom;
import org.bnnlab.data.SeededStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {

  private static final ImageShape TWO_BY_THREE = new ImageShape(1, 2, 3);
  private static final byte[] PIXELS = {51, 102, (byte) 153, (byte) 204, (byte) 255, 5};
  private static final SampleRandom NOT_ASKED =
      purpose -> {
        throw new AssertionError("nothing is random here, but " + purpose + " was asked for");
      };

  /** A crop at a place that the test chooses. */
  private record CropAt(int y, int x, int height, int width) implements GeometricTransform {
    @Override
    public String canonical() {
      return "crop-at";
    }

    @Override
    public String purpose() {
      return "crop-at";
    }

    @Override
    public ImageShape outputShape(ImageShape input) {
      return new ImageShape(input.channels(), height, width);
    }

    @Override
    public void apply(Window window, Supplier<RandomGenerator> random) {
      window.crop(y, x, height, width);
    }
  }

  private static final RandomHorizontalFlip ALWAYS = new RandomHorizontalFlip(1);

  private static float[] applied(SampleRandom random, Transform... transforms) {
    TransformPipeline pipeline = TransformPipeline.of(transforms);
    float[] target = new float[pipeline.outputShape(TWO_BY_THREE).size()];
    pipeline.newApplier().apply(PIXELS, TWO_BY_THREE, random, target, 0);
    return target;
  }

  /** The grey levels that come out, by the transform without normalization. */
  private static int[] levels(Transform... transforms) {
    float[] values = applied(new SeededStreams(1).forSample(0, 0), transforms);
    int[] levels = new int[values.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Math.round(values[i] * 255);
    }
    return levels;
  }

  @Test
  void without_transforms_the_network_sees_fractions_of_255() {
    assertThat(applied(NOT_ASKED)).containsExactly(0.2f, 0.4f, 0.6f, 0.8f, 1f, 5 / 255f);
  }

  @Test
  void normalization_subtracts_the_mean_and_divides_by_the_deviation() {
    Normalize normalize = Normalize.of(List.of(0.5), List.of(0.25));

    assertThat(applied(NOT_ASKED, normalize))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(-1.2f, -0.4f, 0.4f, 1.2f, 2f, -1.9215686f);
  }

  @Test
  void every_channel_has_its_own_constants() {
    ImageShape shape = new ImageShape(3, 1, 1);
    float[] target = new float[3];

    TransformPipeline.of(Normalize.IMAGENET)
        .newApplier()
        .apply(new byte[] {0, (byte) 255, (byte) 128}, shape, NOT_ASKED, target, 0);

    // by hand: -0.485/0.229, (1-0.456)/0.224, (128/255-0.406)/0.225
    assertThat(target[0]).isCloseTo(-2.117904f, within(1e-6f));
    assertThat(target[1]).isCloseTo(2.4285715f, within(1e-6f));
    assertThat(target[2]).isCloseTo(0.4264924f, within(1e-6f));
  }

  @Test
  void a_mirror_turns_every_row_round() {
    assertThat(levels(ALWAYS)).containsExactly(153, 102, 51, 5, 255, 204);
  }

  @Test
  void two_mirrors_undo_each_other() {
    assertThat(levels(ALWAYS, ALWAYS)).containsExactly(51, 102, 153, 204, 255, 5);
  }

  @Test
  void a_crop_beyond_the_upper_left_corner_reads_zeros_there() {
    assertThat(levels(new CropAt(-1, -1, 2, 3))).containsExactly(0, 0, 0, 0, 51, 102);
  }

  @Test
  void a_crop_beyond_the_lower_right_corner_reads_zeros_there() {
    assertThat(levels(new CropAt(1, 1, 2, 3))).containsExactly(255, 5, 0, 0, 0, 0);
  }

  @Test
  void a_crop_beside_the_image_reads_zeros_only() {
    assertThat(levels(new CropAt(0, 3, 1, 2))).containsExactly(0, 0);
    assertThat(levels(new CropAt(-4, 0, 1, 2))).containsExactly(0, 0);
    assertThat(levels(new CropAt(0, -7, 1, 2))).containsExactly(0, 0);
  }

  @Test
  void the_frame_is_black_before_normalization() {
    float black = (0 - 0.5f) / 0.25f;

    assertThat(applied(NOT_ASKED, new CropAt(0, 2, 1, 2), Normalize.of(List.of(.5), List.of(.25))))
        .containsExactly((153 / 255f - 0.5f) / 0.25f, black);
  }

  @Test
  void a_mirror_after_a_crop_turns_the_cut() {
    assertThat(levels(new CropAt(0, -1, 1, 3), ALWAYS)).containsExactly(102, 51, 0);
  }

  @Test
  void a_crop_after_a_mirror_cuts_the_turned_image() {
    assertThat(levels(ALWAYS, new CropAt(0, -1, 1, 3))).containsExactly(0, 153, 102);
  }

  @Test
  void a_second_crop_sees_nothing_that_the_first_cut_off() {
    assertThat(levels(new CropAt(0, 1, 2, 1), new CropAt(0, -1, 2, 3)))
        .containsExactly(0, 102, 0, 0, 255, 0);
    assertThat(levels(ALWAYS, new CropAt(0, 0, 1, 2), new CropAt(0, 0, 1, 3)))
        .containsExactly(153, 102, 0);
  }

  @Test
  void the_row_is_drawn_before_the_column_from_the_crops_own_stream() {
    RandomGenerator expected = new SeededStreams(9).stream("crop", 4, 7);
    int y = expected.nextInt(3) - 1;
    int x = expected.nextInt(4) - 1;

    float[] cropped = applied(new SeededStreams(9).forSample(4, 7), new RandomCrop(2, 1));

    assertThat(cropped).containsExactly(applied(NOT_ASKED, new CropAt(y, x, 2, 2)));
  }

  @Test
  void the_flip_does_not_change_what_the_crop_draws() {
    SampleRandom random = new SeededStreams(3).forSample(0, 11);

    float[] cropped = applied(random, new RandomCrop(2, 1));
    float[] flippedFirst = applied(random, new RandomHorizontalFlip(0.0), new RandomCrop(2, 1));

    assertThat(flippedFirst).containsExactly(cropped);
  }

  @Test
  void two_crops_of_one_pipeline_draw_from_different_streams() {
    List<String> asked = new ArrayList<>();
    SampleRandom random =
        purpose -> {
          asked.add(purpose);
          return new SeededStreams(1).stream(purpose, 0, 0);
        };

    applied(random, new RandomCrop(2, 1), new RandomCrop(2, 1));

    assertThat(asked).containsExactly("crop", "crop#2");
  }

  @Test
  void a_crop_without_choice_asks_for_no_random_numbers() {
    ImageShape square = new ImageShape(1, 2, 2);
    float[] target = new float[4];

    TransformPipeline.of(new RandomCrop(2, 0), new RandomHorizontalFlip(0))
        .newApplier()
        .apply(new byte[] {0, 0, 0, (byte) 255}, square, NOT_ASKED, target, 0);

    assertThat(target).containsExactly(0, 0, 0, 1);
  }

  @Test
  void every_place_of_the_crop_is_equally_likely() {
    // the mark in the middle shows the cut's corner: it is seen at (8 - y, 8 - x) for the corner
    // (y, x) in 0..8, and leaves the cut where y or x is 0
    byte[] image = new byte[64];
    image[4 * 8 + 4] = (byte) 255;
    Applier applier = TransformPipeline.of(new RandomCrop(8, 4)).newApplier();
    int draws = 81_000;
    int[] seen = new int[65];
    float[] target = new float[64];
    for (int i = 0; i < draws; i++) {
      applier.apply(
          image, new ImageShape(1, 8, 8), new SeededStreams(5).forSample(0, i), target, 0);
      int place = 0;
      while (place < 64 && target[place] == 0) {
        place++;
      }
      seen[place]++;
    }

    double chiSquare = 0;
    for (int place = 0; place < 65; place++) {
      double expected = draws / 81.0 * (place < 64 ? 1 : 17);
      chiSquare += (seen[place] - expected) * (seen[place] - expected) / expected;
    }
    // 64 degrees of freedom: outside of these limits once in 10,000 each; the seed is fixed
    assertThat(chiSquare).isBetween(29.0, 113.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void a_flip_happens_with_its_probability(double probability) {
    Applier applier = TransformPipeline.of(new RandomHorizontalFlip(probability)).newApplier();
    float[] target = new float[6];
    int flips = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      applier.apply(PIXELS, TWO_BY_THREE, new SeededStreams(2).forSample(1, i), target, 0);
      flips += target[0] == 0.6f ? 1 : 0;
    }

    // four standard deviations
    double deviation = Math.sqrt(probability * (1 - probability) / draws);
    assertThat((double) flips / draws).isCloseTo(probability, within(4 * deviation));
  }

  @Test
  void the_canonical_text_names_every_parameter() {
    assertThat(
            TransformPipeline.of(
                    new RandomCrop(32, 4), new RandomHorizontalFlip(0.5), Normalize.IMAGENET)
                .canonical())
        .isEqualTo("[crop(32, padding: 4), flip(0.5), normalize(imagenet)]");
    assertThat(Normalize.of(List.of(0.5), List.of(0.25)).canonical())
        .isEqualTo("normalize(mean: [0.5], std: [0.25])");
  }

  @Test
  void evaluation_keeps_the_normalization_only() {
    TransformPipeline training =
        TransformPipeline.of(new RandomCrop(32, 4), new RandomHorizontalFlip(0.5), Normalize.CIFAR);

    assertThat(training.withoutRandomness()).isEqualTo(TransformPipeline.of(Normalize.CIFAR));
  }

  @Test
  void a_normalization_before_a_crop_is_refused() {
    assertThatThrownBy(() -> TransformPipeline.of(Normalize.CIFAR, new RandomCrop(32, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "normalize(cifar) must be the last transform, found it at place 1 of 2; crops pad raw"
                + " pixels");
  }

  @Test
  void a_crop_larger_than_the_framed_image_is_refused() {
    assertThatThrownBy(
            () -> TransformPipeline.of(new RandomCrop(5, 1)).outputShape(new ImageShape(1, 4, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "crop(5, padding: 1) does not fit into an image of 4x2; make the size smaller or the"
                + " padding larger");
  }

  @Test
  void wrong_parameters_are_refused_with_the_value() {
    assertThatThrownBy(() -> new RandomCrop(0, 4))
        .hasMessage("crop size must be at least 1, found 0");
    assertThatThrownBy(() -> new RandomCrop(1, -1))
        .hasMessage("crop padding must be at least 0, found -1");
    assertThatThrownBy(() -> new RandomHorizontalFlip(1.5))
        .hasMessage("flip probability must be in [0, 1], found 1.5");
    assertThatThrownBy(() -> Normalize.of(List.of(0.5), List.of(0.0)))
        .hasMessage("standard deviations must be finite and above 0, found [0.0]");
    assertThatThrownBy(
            () -> TransformPipeline.of(Normalize.CIFAR).outputShape(new ImageShape(1, 2, 2)))
        .hasMessage("normalize(cifar) is for 3 channels, the image has 1");
  }
}

package org.bnnlab.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.bnnlab.data.Box;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Picture;
import org.bnnlab.data.SampleRandom;
import org.bnnlab.data.SharedFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operations against torchvision 0.14.1 on Pillow 9.4, on two photographs: grey levels equal
 * within 1 for 99.9 % of the values, normalization within 1e-6.
 */
class TorchvisionTest {

  private static final SampleRandom NOT_ASKED =
      purpose -> {
        throw new AssertionError("asked for " + purpose);
      };

  private GoldenArrays golden;

  @BeforeEach
  void open() throws IOException {
    golden = new GoldenArrays(SharedFolder.require("golden/transforms-torchvision.npz"));
  }

  @AfterEach
  void close() throws IOException {
    if (golden != null) {
      golden.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void the_short_side_is_resized(int image) {
    Picture resized = transformed(image + "/decoded", new Resize(256));

    assertEqualLevels(resized, golden.picture(image + "/resize256"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void the_middle_of_the_resized_image_is_cut(int image) {
    Picture cut = transformed(image + "/decoded", new Resize(256), new CenterCrop(224));

    assertEqualLevels(cut, golden.picture(image + "/resize256_centercrop224"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void a_given_part_is_resized(int image) {
    long[] box = golden.longs(image + "/resizedcrop_box");
    Picture resized = new Picture();

    new Resampling()
        .resize(
            golden.picture(image + "/decoded"),
            new Box((int) box[0], (int) box[1], (int) box[2], (int) box[3]),
            224,
            224,
            resized);

    assertEqualLevels(resized, golden.picture(image + "/resizedcrop224"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void left_and_right_are_turned_round(int image) {
    Picture turned = transformed(image + "/small96", new RandomHorizontalFlip(1), new Nothing());

    assertEqualLevels(turned, golden.picture(image + "/hflip"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, brightness_1_37",
    "1, brightness_1_37",
    "0, contrast_0_62",
    "1, contrast_0_62",
    "0, saturation_1_4",
    "1, saturation_1_4",
    "0, hue_p0_08",
    "1, hue_p0_08",
    "0, hue_m0_1",
    "1, hue_m0_1",
    "0, grayscale3",
    "1, grayscale3",
    "0, pil_gaussian_blur_radius_0.1",
    "1, pil_gaussian_blur_radius_0.1",
    "0, pil_gaussian_blur_radius_1.0",
    "1, pil_gaussian_blur_radius_1.0",
    "0, pil_gaussian_blur_radius_2.0",
    "1, pil_gaussian_blur_radius_2.0"
  })
  void colours_and_blur_change_alike(int image, String operation) {
    Picture picture = golden.picture(image + "/small96");

    operation(operation).accept(picture);

    assertEqualLevels(picture, golden.picture(image + "/" + operation));
  }

  private static Consumer<Picture> operation(String name) {
    return switch (name) {
      case "brightness_1_37" -> image -> Colours.brightness(image, 1.37f);
      case "contrast_0_62" -> image -> Colours.contrast(image, 0.62f);
      case "saturation_1_4" -> image -> Colours.saturation(image, 1.4f);
      case "hue_p0_08" -> image -> Colours.hue(image, 0.08);
      case "hue_m0_1" -> image -> Colours.hue(image, -0.1);
      case "grayscale3" -> Colours::grey;
      case "pil_gaussian_blur_radius_0.1" -> image -> GaussianBlur.blur(image, 0.1f);
      case "pil_gaussian_blur_radius_1.0" -> image -> GaussianBlur.blur(image, 1f);
      case "pil_gaussian_blur_radius_2.0" -> image -> GaussianBlur.blur(image, 2f);
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void grey_levels_become_the_same_input(int image) {
    Picture small = golden.picture(image + "/small96");
    float[] input = new float[small.size()];

    TransformPipeline.of(Normalize.IMAGENET).newApplier().apply(small, NOT_ASKED, input, 0);

    float[] expected = golden.floats(image + "/totensor_normalize");
    assertThat(input).hasSameSizeAs(expected);
    double worst = 0;
    for (int i = 0; i < input.length; i++) {
      worst = Math.max(worst, Math.abs(input[i] - expected[i]));
    }
    assertThat(worst).isLessThanOrEqualTo(1e-6);
  }

  /** What a pipeline without normalization gives, as grey levels again. */
  private Picture transformed(String name, Transform... transforms) {
    Picture image = golden.picture(name);
    TransformPipeline pipeline = TransformPipeline.of(transforms);
    ImageShape shape =
        pipeline.outputShape(new ImageShape(image.channels(), image.height(), image.width()));
    float[] values = new float[shape.size()];
    pipeline
        .newApplier()
        .apply(image, purpose -> RandomGenerator.of("L64X128MixRandom"), values, 0);
    byte[] planes = new byte[values.length];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = (byte) Math.round(values[i] * 255);
    }
    Picture picture = new Picture();
    picture.copyPlanes(planes, shape);
    return picture;
  }

  /** A step that computes nothing, so that the window before it is read into a picture. */
  private record Nothing() implements PixelTransform {

    @Override
    public String canonical() {
      return "nothing";
    }

    @Override
    public String purpose() {
      return "nothing";
    }

    @Override
    public Applied newApplied() {
      return (image, spare, random) -> image;
    }
  }

  private static void assertEqualLevels(Picture found, Picture expected) {
    assertThat(found.channels()).isEqualTo(expected.channels());
    assertThat(found.height()).isEqualTo(expected.height());
    assertThat(found.width()).isEqualTo(expected.width());
    int further = 0;
    for (int i = 0; i < expected.size(); i++) {
      int difference = Math.abs((found.bytes()[i] & 0xFF) - (expected.bytes()[i] & 0xFF));
      further += difference > 1 ? 1 : 0;
    }
    assertThat((double) further / expected.size())
        .as("share of values further than 1 away")
        .isLessThanOrEqualTo(0.001);
  }
}

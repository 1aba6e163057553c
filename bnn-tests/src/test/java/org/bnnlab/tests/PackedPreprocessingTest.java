package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.export.Pictures;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.data.Picture;
import org.bnnlab.data.transform.CenterCrop;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.Resize;
import org.bnnlab.data.transform.TransformPipeline;
import org.bnnlab.runtime.image.Image;
import org.bnnlab.runtime.image.Preparation;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Preprocessing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the runtime makes of images before a network sees them, against the training side. */
class PackedPreprocessingTest {

  private static final Floats MEANS = floats(Normalize.IMAGENET.mean());
  private static final Floats DEVIATIONS = floats(Normalize.IMAGENET.std());

  static Stream<Arguments> sizes() {
    SplittableRandom random = new SplittableRandom(4);
    Stream<Arguments> drawn =
        Stream.generate(() -> Arguments.of(1 + random.nextInt(90), 1 + random.nextInt(90)))
            .limit(40);
    return Stream.concat(
        Stream.of(
            Arguments.of(1, 1), Arguments.of(32, 32), Arguments.of(28, 97), Arguments.of(411, 7)),
        drawn);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void every_value_is_that_of_the_training_side(int height, int width) {
    SplittableRandom random = new SplittableRandom(31L * height + width);
    Picture picture = new Picture();
    picture.reshape(3, height, width);
    random.nextBytes(picture.bytes());
    Image image = Pictures.image(picture);
    TransformPipeline pipeline =
        TransformPipeline.of(new Resize(40), new CenterCrop(37), Normalize.IMAGENET);
    float[] expected = new float[3 * 37 * 37];
    pipeline
        .newApplier()
        .apply(
            picture,
            purpose -> {
              throw new AssertionError("evaluation is not random");
            },
            expected,
            0);

    float[] values =
        Preparation.values(
            image,
            new Preprocessing(
                List.of(new ImageStep.ResizeShortSide(40), new ImageStep.CenterCrop(37)),
                MEANS,
                DEVIATIONS),
            new Extent(3, 37, 37));

    assertThat(values).isEqualTo(expected);
  }

  /** Smaller than the square: framed with zeros. */
  @ParameterizedTest
  @MethodSource("sizes")
  void a_cut_alone_is_that_of_the_training_side(int height, int width) {
    Picture picture = new Picture();
    picture.reshape(1, height, width);
    new SplittableRandom(height + 7L * width).nextBytes(picture.bytes());
    Image image = Pictures.image(picture);
    float[] expected = new float[33 * 33];
    TransformPipeline.of(new CenterCrop(33))
        .newApplier()
        .apply(picture, purpose -> new SplittableRandom(), expected, 0);

    float[] values =
        Preparation.values(
            image,
            new Preprocessing(List.of(new ImageStep.CenterCrop(33)), Floats.of(), Floats.of()),
            new Extent(1, 33, 33));

    assertThat(values).isEqualTo(expected);
  }

  /** torchvision 0.14.1 on Pillow 9.4, on two photographs. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void the_grey_levels_are_those_of_torchvision(int number) throws IOException {
    Map<String, StoredArray> golden =
        Npz.read(SharedFolder.require("golden/transforms-torchvision.npz"));
    StoredArray decoded = array(golden, number + "/decoded");
    int[] expected = array(golden, number + "/resize256_centercrop224").asInts();
    Image image =
        Image.of(3, (int) decoded.shape()[0], (int) decoded.shape()[1], bytes(decoded.asInts()));

    float[] values =
        Preparation.values(
            image,
            new Preprocessing(
                List.of(new ImageStep.ResizeShortSide(256), new ImageStep.CenterCrop(224)),
                Floats.of(),
                Floats.of()),
            new Extent(3, 224, 224));

    int further = 0;
    for (int i = 0; i < values.length; i++) {
      int plane = 224 * 224;
      int level = Math.round(255 * values[i]);
      further += Math.abs(level - expected[i % plane * 3 + i / plane]) > 1 ? 1 : 0;
    }
    assertThat(further).as("values further than 1 away").isLessThanOrEqualTo(values.length / 1000);
  }

  private static StoredArray array(Map<String, StoredArray> golden, String name) {
    assertThat(golden).containsKey(name);
    return golden.get(name);
  }

  private static byte[] bytes(int[] levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    return bytes;
  }

  private static Floats floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return Floats.of(floats);
  }
}

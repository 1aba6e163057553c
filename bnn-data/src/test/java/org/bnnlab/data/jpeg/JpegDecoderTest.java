package org.bnnlab.data.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bnnlab.data.Box;
import org.bnnlab.data.Cut;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Picture;
import org.bnnlab.data.SharedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both decoders against Pillow 9.4 with libjpeg-turbo 2.1.5: the {@code .rgb} files beside the
 * images are what {@code Image.open(...).convert("RGB")} gives.
 */
class JpegDecoderTest {

  private static final int WIDTH = 41;
  private static final int HEIGHT = 27;

  static final List<String> IMAGES = List.of("colour", "progressive", "fullcolour", "grey", "cmyk");

  /** The machine's fastest may be the JDK's, where libjpeg-turbo is missing. */
  static Stream<JpegDecoder> decoders() {
    return Stream.of(JpegDecoder.fastest(), JpegDecoder.ofTheJdk());
  }

  static byte[] resource(String name) {
    try (InputStream in = JpegDecoderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Picture decoded(JpegDecoder decoder, byte[] file, int reduction) {
    return decoded(decoder, file, reduction, Cut.NONE);
  }

  private static Picture decoded(JpegDecoder decoder, byte[] file, int reduction, Cut cut) {
    Picture picture = new Picture();
    byte[] room = Arrays.copyOf(file, file.length + 2);
    decoder.decode(room, file.length, "it.jpg", reduction, cut, picture);
    return picture;
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void every_kind_of_image_has_pillows_pixels(JpegDecoder decoder) {
    for (String image : IMAGES) {
      Picture picture = decoded(decoder, resource(image + ".jpg"), 1);

      byte[] expected = resource(image + ".rgb");
      assertThat(picture.height()).isEqualTo(HEIGHT);
      assertThat(picture.width()).isEqualTo(WIDTH);
      assertThat(Arrays.copyOf(picture.bytes(), picture.size()))
          .as("%s by %s", image, decoder.library())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void photographs_are_equal_in_both_libraries(JpegDecoder decoder) throws IOException {
    Path sample = SharedFolder.require("data/imagenet-sample");
    JpegDecoder other = JpegDecoder.ofTheJdk();
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".JPEG")).limit(12).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Picture one = decoded(decoder, bytes, 1);
        Picture two = decoded(other, bytes, 1);
        assertThat(one.size()).isEqualTo(two.size());
        assertThat(Arrays.mismatch(one.bytes(), 0, one.size(), two.bytes(), 0, two.size()))
            .as("first difference of %s in %s", decoder.library(), file.getFileName())
            .isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void every_part_of_every_image_is_cut_out_of_the_whole(JpegDecoder decoder) {
    for (String image : IMAGES) {
      byte[] file = resource(image + ".jpg");
      Picture whole = decoded(decoder, file, 1);
      for (int height = 1; height <= HEIGHT; height++) {
        Box part = new Box((HEIGHT - height) / 3, height % 7, height, WIDTH - 2 * (height % 7));
        assertPart(decoder, file, 1, whole, part, image);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void parts_of_photographs_are_cut_out_of_the_whole(JpegDecoder decoder) throws IOException {
    Path sample = SharedFolder.require("data/imagenet-sample");
    SplittableRandom random = new SplittableRandom(4);
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".JPEG")).limit(12).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        for (int reduction = 1; reduction <= (decoder.reduces() ? 8 : 1); reduction *= 2) {
          Picture whole = decoded(decoder, bytes, reduction);
          int height = 1 + random.nextInt(whole.height());
          int width = 1 + random.nextInt(whole.width());
          int top = random.nextInt(whole.height() - height + 1);
          int left = random.nextInt(whole.width() - width + 1);
          Box part = new Box(top, left, height, width);
          assertPart(decoder, bytes, reduction, whole, part, file.toString());
        }
      }
    }
  }

  private static void assertPart(
      JpegDecoder decoder, byte[] file, int reduction, Picture whole, Box part, String name) {
    Picture read = decoded(decoder, file, reduction, (height, width) -> part);
    Picture expected = new Picture();
    expected.copyFrom(whole, part);
    assertThat(read.height()).isEqualTo(part.height());
    assertThat(read.width()).isEqualTo(part.width());
    assertThat(Arrays.copyOf(read.bytes(), read.size()))
        .as("%s of %s at 1/%d by %s", part, name, reduction, decoder.library())
        .isEqualTo(Arrays.copyOf(expected.bytes(), expected.size()));
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void missing_pixels_below_the_part_are_a_fault_too(JpegDecoder decoder) {
    byte[] file = resource("colour.jpg");
    byte[] half = Arrays.copyOf(file, file.length - 200);

    assertThatThrownBy(() -> decoded(decoder, half, 1, (height, width) -> new Box(0, 0, 1, 1)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the file ends before its image does");
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void a_missing_end_marker_is_no_fault(JpegDecoder decoder) {
    Picture picture = decoded(decoder, resource("noend.jpg"), 1);

    assertThat(Arrays.copyOf(picture.bytes(), picture.size())).isEqualTo(resource("colour.rgb"));
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void missing_pixels_are_a_fault_that_names_file_and_offset(JpegDecoder decoder) {
    byte[] file = resource("colour.jpg");
    byte[] half = Arrays.copyOf(file, file.length - 200);

    assertThatThrownBy(() -> decoded(decoder, half, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "it.jpg: offset %d: the file ends before its image does; get it again"
                .formatted(half.length));
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void a_header_cannot_claim_more_than_its_file_holds(JpegDecoder decoder) {
    byte[] file = resource("colour.jpg");
    int frame = frame(file);
    file[frame + 3] = (byte) 0xFF;
    file[frame + 5] = (byte) 0xFF;

    assertThatThrownBy(() -> decoded(decoder, file, 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "it.jpg: offset %d: 65321 x 65307 pixels cannot stand in %d bytes"
                .formatted(frame + 3, file.length));
  }

  private static int frame(byte[] file) {
    for (int at = 2; ; at++) {
      if (file[at] == (byte) 0xFF && file[at + 1] == (byte) 0xC0) {
        return at + 2;
      }
    }
  }

  @Test
  void a_reduced_image_has_the_reduced_size() {
    JpegDecoder decoder = JpegDecoder.fastest();
    assumeTrue(decoder.reduces(), "libjpeg-turbo is missing");

    Picture half = decoded(decoder, resource("colour.jpg"), 2);

    assertThat(half.height()).isEqualTo(Math.ceilDiv(HEIGHT, 2));
    assertThat(half.width()).isEqualTo(Math.ceilDiv(WIDTH, 2));
  }

  @Test
  void a_decoder_without_reduced_scale_says_so() {
    assertThatThrownBy(() -> decoded(JpegDecoder.ofTheJdk(), resource("colour.jpg"), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "decoding at 1/2 of the scale needs libjpeg-turbo, which was not found; install");
  }

  static final List<String> NO_IMAGES = List.of("", "hello", "\u00ff\u00d8\u00ff", "GIF89a");

  @ParameterizedTest
  @FieldSource("NO_IMAGES")
  void what_is_no_image_is_a_fault(String content) {
    byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThatThrownBy(
            () ->
                new ImageDecoder(JpegDecoder.fastest())
                    .read(bytes, "n01/x.JPEG", 1, Cut.NONE, new Picture()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("n01/x.JPEG: offset ");
  }

  @Test
  void a_png_image_under_a_jpeg_name_is_read() {
    Picture picture = new Picture();

    new ImageDecoder(JpegDecoder.fastest())
        .read(resource("png-inside.jpg"), "x", 1, Cut.NONE, picture);

    assertThat(picture.height()).isEqualTo(HEIGHT);
    assertThat(picture.value(0, 0, 3)).isEqualTo(18);
    assertThat(picture.value(1, 2, 3)).isEqualTo(18);
    assertThat(picture.value(2, 2, 3)).isEqualTo(17);
  }
}

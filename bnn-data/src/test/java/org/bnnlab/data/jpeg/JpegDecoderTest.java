package org.bnnlab.data.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
    Picture picture = new Picture();
    decoder.decode(Arrays.copyOf(file, file.length + 2), file.length, "it.jpg", reduction, picture);
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

    Picture half = decoded(decoder, resource("colour.jpg"), 2);

    int divisor = decoder.library().equals("JDK") ? 1 : 2;
    assertThat(half.height()).isEqualTo(Math.ceilDiv(HEIGHT, divisor));
    assertThat(half.width()).isEqualTo(Math.ceilDiv(WIDTH, divisor));
  }

  static final List<String> NO_IMAGES = List.of("", "hello", "\u00ff\u00d8\u00ff", "GIF89a");

  @ParameterizedTest
  @FieldSource("NO_IMAGES")
  void what_is_no_image_is_a_fault(String content) {
    byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThatThrownBy(
            () ->
                new ImageDecoder(JpegDecoder.fastest()).read(bytes, "n01/x.JPEG", 1, new Picture()))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("n01/x.JPEG: offset ");
  }

  @Test
  void a_png_image_under_a_jpeg_name_is_read() {
    Picture picture = new Picture();

    new ImageDecoder(JpegDecoder.fastest()).read(resource("png-inside.jpg"), "x", 1, picture);

    assertThat(picture.height()).isEqualTo(HEIGHT);
    assertThat(picture.value(0, 0, 3)).isEqualTo(18);
    assertThat(picture.value(1, 2, 3)).isEqualTo(18);
    assertThat(picture.value(2, 2, 3)).isEqualTo(17);
  }
}

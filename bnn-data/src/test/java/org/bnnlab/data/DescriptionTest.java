package org.bnnlab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionTest {

  @Test
  void a_shape_knows_its_size_and_its_name() {
    ImageShape shape = new ImageShape(3, 32, 16);

    assertThat(shape.size()).isEqualTo(1536);
    assertThat(shape).hasToString("3x32x16");
  }

  @Test
  void a_shape_without_rows_is_refused() {
    assertThatThrownBy(() -> new ImageShape(3, 0, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("image shape must be positive in every dimension, found 3x0x16");
  }

  @Test
  void an_id_that_no_recipe_could_name_is_refused() {
    assertThatThrownBy(() -> described("Cifar 10", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found \"Cifar 10\"");
  }

  @Test
  void a_negative_number_of_images_is_refused() {
    assertThatThrownBy(() -> described("cifar10", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split train of cifar10 must have 0 or more images, found -1");
  }

  @Test
  void one_fault_is_told_in_one_line_and_several_in_a_list() {
    assertThat(new DataException("here", List.of("no file"))).hasMessage("here: no file");
    assertThat(new DataException("here", List.of("no file", "no luck")))
        .hasMessage("here: 2 faults\n  no file\n  no luck");
  }

  @Test
  void the_checksum_of_content_is_its_sha256() throws IOException {
    // the digest of "abc" that FIPS 180-2, appendix B.1, gives
    assertThat(Checksum.sha256Of(new ByteArrayInputStream(new byte[] {'a', 'b', 'c'})).hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void a_checksum_of_the_wrong_length_is_refused() {
    assertThatThrownBy(() -> Checksum.md5("00"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found MD5 with 2 digits");
  }

  @Test
  void a_verification_tells_each_file_in_one_line() {
    Checksum published = Checksum.md5("0".repeat(32));
    Checksum found = Checksum.md5("1".repeat(32));
    Verification verification =
        new Verification(
            "x",
            List.of(
                Verification.compare(new DataFile("d/a", 1, published), published),
                Verification.compare(new DataFile("d/b", 1, published), found),
                Verification.compare(new DataFile("d/c", 1, published), null)));

    assertThat(verification.allSame()).isFalse();
    assertThat(verification.lines())
        .containsExactly(
            "ok       d/a",
            "differs  d/b (MD5 found " + found.hex() + ", published " + published.hex() + ")",
            "missing  d/c");
  }

  private static Dataset described(String id, int images) {
    return new Dataset(
        id,
        "t",
        Map.of(Split.TRAIN, images),
        new ImageShape(1, 1, 1),
        List.of("a"),
        "l",
        "s",
        List.of());
  }
}

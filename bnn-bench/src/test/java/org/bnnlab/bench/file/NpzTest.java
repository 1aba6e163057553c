package org.bnnlab.bench.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bnnlab.bench.SharedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {

  @TempDir private Path folder;

  @Test
  void arrays_come_back_as_they_were_written() throws IOException {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    arrays.put("grad0/conv1.weight", StoredArray.ofFloats(new long[] {2, 3}, 1, 2, 3, 4, 5, -6.5f));
    arrays.put("scalar", StoredArray.ofFloats(new long[0], 0.25f));
    arrays.put("none", StoredArray.ofInts(new long[] {3, 0}));
    arrays.put("labels", StoredArray.ofInts(new long[] {4}, 7, -1, Integer.MAX_VALUE, 0));
    arrays.put("long", StoredArray.ofLongs(new long[] {1}, 1L << 40));
    arrays.put("pixels", StoredArray.ofBytes(new long[] {2}, (byte) 255, (byte) 1));

    Path file = folder.resolve("arrays.npz");
    Npz.write(file, arrays);
    Map<String, StoredArray> read = Npz.read(file);

    assertThat(read.keySet()).containsExactlyElementsOf(arrays.keySet());
    assertThat(read.get("grad0/conv1.weight").shape()).containsExactly(2, 3);
    assertThat(read.get("grad0/conv1.weight").asFloats()).containsExactly(1, 2, 3, 4, 5, -6.5f);
    assertThat(read.get("grad0/conv1.weight").asFloatBuffer().get(5)).isEqualTo(-6.5f);
    assertThat(read.get("scalar").shape()).isEmpty();
    assertThat(read.get("scalar").scalar()).isEqualTo(0.25);
    assertThat(read.get("none").shape()).containsExactly(3, 0);
    assertThat(read.get("none").asInts()).isEmpty();
    assertThat(read.get("labels").asInts()).containsExactly(7, -1, Integer.MAX_VALUE, 0);
    assertThat(read.get("long").asDoubles()).containsExactly(1L << 40);
    assertThat(read.get("pixels").asInts()).containsExactly(255, 1);
  }

  @Test
  void the_same_arrays_give_the_same_bytes() throws IOException {
    Map<String, StoredArray> arrays = Map.of("a", StoredArray.ofFloats(new long[] {2}, 1, 2));

    Npz.write(folder.resolve("one.npz"), arrays);
    Npz.write(folder.resolve("two.npz"), arrays);

    assertThat(folder.resolve("one.npz")).hasSameBinaryContentAs(folder.resolve("two.npz"));
  }

  @Test
  void a_conversion_that_would_lose_something_is_refused() {
    assertThatThrownBy(() -> StoredArray.ofFloats(new long[] {1}, 1).asInts())
        .hasMessage("integers wanted, the array holds FLOAT32");
    assertThatThrownBy(() -> StoredArray.ofLongs(new long[] {1}, 1L << 40).asInts())
        .hasMessage("integers of 32 bits wanted, element 0 is 1099511627776");
    assertThatThrownBy(() -> StoredArray.ofFloats(new long[] {2}, 1, 2).scalar())
        .hasMessage("a single number wanted, the array has shape [2]");
    assertThatThrownBy(() -> StoredArray.ofFloats(new long[] {3}, 1, 2))
        .hasMessage("FLOAT32 array of shape [3] takes 12 bytes, found 8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "<f4 ; 3,      ; 1 ; 2 ; FLOAT32 array of shape 3, takes",
        "<f4 ; 1,      ; 1 ; 2 ; FLOAT32 array of shape 1, takes",
        "<c8 ; 1,      ; 1 ; 2 ; element type <f4, <f8, <i4, <i8, |i1, |u1 or |b1 expected, found <c8",
        "<f4 ; 9999999999, 9999999999 ; 1 ; 2 ; shape (9999999999, 9999999999) has more elements",
        "<f4 ; 99999999999999999999, ; 1 ; 2 ; shape (99999999999999999999,) not understood",
        "<f4 ; 1000000000, ; 1 ; 2 ; 4000000000 bytes, an array may have 2 GiB",
        "<f4 ; 2       ; 1 ; 2 ; shape (2) not understood",
        "<f4 ; 2,,     ; 1 ; 2 ; shape (2,,) not understood",
        "<f4 ; 2,      ; 9 ; 2 ; version 1 or 2 of .npy expected, found 9",
      })
  void an_array_that_disagrees_with_its_header_is_named(
      String type, String shape, int version, int floats, String fault) throws IOException {
    Path file = npz(npy(type, "False", shape, version, floats));

    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ", entry a.npy: " + fault);
  }

  @Test
  void version_2_is_read() throws IOException {
    assertThat(Npz.read(npz(npy("<f4", "False", "2,", 2, 2))).get("a").asFloats())
        .containsExactly(0, 1);
  }

  @Test
  void column_major_order_is_refused_with_the_way_out() throws IOException {
    Path file = npz(npy("<f4", "True", "2,", 1, 2));

    assertThatThrownBy(() -> Npz.read(file))
        .hasMessageEndingWith(
            "entry a.npy: column-major order; save the array with numpy.ascontiguousarray");
  }

  @Test
  void pickled_objects_are_refused() throws IOException {
    Path file = npz(npy("|O", "False", "2,", 1, 2));

    assertThatThrownBy(() -> Npz.read(file)).hasMessageContaining("found |O");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "not a zip archive at all"})
  void another_kind_of_file_is_refused(String content) throws IOException {
    Path file = folder.resolve("other.npz");
    Files.writeString(file, content);

    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ", archive: not a complete zip archive");
  }

  @Test
  void a_missing_file_is_not_a_format_fault() {
    assertThatThrownBy(() -> Npz.read(folder.resolve("absent.npz")))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
  }

  @Test
  void a_truncated_or_altered_archive_raises_only_the_typed_error() throws IOException {
    Path good = folder.resolve("good.npz");
    Npz.write(good, Map.of("a", StoredArray.ofFloats(new long[] {40}, new float[40])));
    byte[] bytes = Files.readAllBytes(good);
    Random random = new Random(1);
    Path file = folder.resolve("bad.npz");
    for (int trial = 0; trial < 500; trial++) {
      byte[] bad =
          trial % 2 == 0
              ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
              : bytes.clone();
      if (trial % 2 == 1) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, bad);
      try {
        Npz.read(file);
        assertThat(bad).as("a truncated archive was accepted").hasSameSizeAs(bytes);
      } catch (FileFormatException e) {
        assertThat(e).hasMessageStartingWith(file.toString());
      }
    }
  }

  @Test
  void every_golden_file_is_read() throws IOException {
    Path golden = SharedFolder.require("golden");
    List<Path> files;
    try (Stream<Path> all = Files.list(golden)) {
      files = all.filter(file -> file.toString().endsWith(".npz")).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(Npz.read(file)).as(file.toString()).isNotEmpty();
    }
  }

  private static byte[] npy(String type, String order, String shape, int version, int floats) {
    byte[] header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n"
            .formatted(type, order, shape)
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(header.length + 12 + 4 * floats);
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) version).put((byte) 0);
    if (version == 2) {
      out.putInt(header.length);
    } else {
      out.putShort((short) header.length);
    }
    out.put(header);
    for (int i = 0; i < floats; i++) {
      out.putFloat(i);
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private Path npz(byte[] npy) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(npy);
      zip.closeEntry();
    }
    Path file = folder.resolve("made.npz");
    Files.write(file, out.toByteArray());
    return file;
  }
}

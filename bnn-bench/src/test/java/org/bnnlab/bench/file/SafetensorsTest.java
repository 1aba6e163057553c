package org.bnnlab.bench.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  @TempDir private Path folder;

  private static Safetensors sample() {
    Map<String, StoredArray> tensors = new LinkedHashMap<>();
    tensors.put("stem.weight", StoredArray.ofFloats(new long[] {2, 2}, 1, -2, 3, Float.NaN));
    tensors.put("mask", StoredArray.ofBytes(new long[] {3}, (byte) 1, (byte) 0, (byte) 255));
    tensors.put("pointer", StoredArray.ofInts(new long[0], 42));
    tensors.put("steps", StoredArray.ofLongs(new long[] {1}, Long.MIN_VALUE));
    tensors.put("empty", StoredArray.ofFloats(new long[] {0, 4}));
    return new Safetensors(tensors, Map.of("run", "größe \"1\"", "format", "1"));
  }

  @Test
  void tensors_come_back_as_they_were_written() throws IOException {
    Path file = folder.resolve("model.safetensors");
    sample().write(file);

    Safetensors read = Safetensors.read(file);

    assertThat(read.metadata()).containsExactlyInAnyOrderEntriesOf(sample().metadata());
    assertThat(read.tensors().keySet())
        .containsExactlyInAnyOrderElementsOf(sample().tensors().keySet());
    assertThat(read.tensors().get("stem.weight").asFloats()).containsExactly(1, -2, 3, Float.NaN);
    assertThat(read.tensors().get("mask").asInts()).containsExactly(1, 0, 255);
    assertThat(read.tensors().get("pointer").scalar()).isEqualTo(42);
    assertThat(read.tensors().get("steps").type()).isEqualTo(ElementType.INT64);
    assertThat(read.tensors().get("empty").shape()).containsExactly(0, 4);
  }

  @Test
  void the_order_of_the_tensors_does_not_change_the_bytes() throws IOException {
    Map<String, StoredArray> reversed = new LinkedHashMap<>();
    sample().tensors().entrySet().stream()
        .sorted(Map.Entry.<String, StoredArray>comparingByKey().reversed())
        .forEach(tensor -> reversed.put(tensor.getKey(), tensor.getValue()));
    sample().write(folder.resolve("one"));
    new Safetensors(reversed, new LinkedHashMap<>(sample().metadata()))
        .write(folder.resolve("two"));

    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
  }

  @Test
  void data_begins_at_a_multiple_of_eight() throws IOException {
    Path file = folder.resolve("model.safetensors");
    sample().write(file);

    long header =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();

    assertThat(header % 8).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "[];                      0; offset 8: the header must begin with {",
        "{\"a\":};                0; offset 13: the header is not JSON",
        "{} {};                   0; offset 11: the header is not JSON",
        "{\"a\":1,\"a\":1};       0; offset 18: the header is not JSON",
        "{\"a\":1};               0; offset 8: tensor \"a\" needs dtype, shape and data_offsets",
        "{\"__metadata__\":{\"a\":1}}; 0; offset 8: __metadata__ must map words to words, \"a\"",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,2]}}; 2;"
            + "offset 8: tensor \"a\": dtype F32, F64, I32, I64, I8, U8 or BOOL expected, found \"F16\"",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}; 4;"
            + "offset 8: tensor \"a\": shape holds integers from 0, found -1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}; 4;"
            + "offset 8: tensor \"a\": shape holds integers from 0, found 1.5",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}; 4;"
            + "offset 8: tensor \"a\" (FLOAT32 [2]) takes 8 bytes, its data_offsets are [0, 4]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}; 4;"
            + "offset 8: tensor \"a\" needs two data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999999,9999999999],\"data_offsets\":[0,4]}}; 4;"
            + "offset 8: tensor \"a\" of shape [9999999999, 9999999999] is too large",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[999999999],\"data_offsets\":[0,3999999996]}}; 4;"
            + "offset 8: tensor \"a\" takes 3999999996 bytes, at most 2 GiB are read",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[3,7]}}; 7;"
            + "offset 117: tensor \"b\" must begin at 4 of the data, found 3: a gap or an overlap",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}; 6;"
            + "offset 61: tensor \"a\" must begin at 0 of the data, found 2: a gap or an overlap",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}; 5;"
            + "offset 61: 4 bytes of data expected, found 5",
      })
  void a_header_that_does_not_describe_its_file_is_refused(String header, int data, String fault)
      throws IOException {
    Path file = file(header, data);

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageStartingWith(file + ", " + fault);
  }

  @Test
  void a_header_longer_than_its_file_is_refused_before_it_is_allocated() throws IOException {
    Path file = folder.resolve("long");
    ByteBuffer bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(0, 90_000_000).array());

    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessage(file + ", offset 0: a header of 2 to 12 bytes expected, found 90000000");
  }

  @Test
  void the_name_of_the_metadata_is_no_tensor() {
    Map<String, StoredArray> tensors = Map.of("__metadata__", StoredArray.ofInts(new long[0], 1));

    assertThatThrownBy(() -> new Safetensors(tensors, Map.of()))
        .hasMessage("no tensor may be called __metadata__");
  }

  @Test
  void a_thousand_altered_files_raise_only_the_typed_error() throws IOException {
    Path good = folder.resolve("good");
    sample().write(good);
    byte[] bytes = Files.readAllBytes(good);
    Path file = folder.resolve("bad");
    Random random = new Random(7);
    int refused = 0;
    for (int trial = 0; trial < 1000; trial++) {
      Files.write(file, altered(bytes, random));
      try {
        Safetensors.read(file);
      } catch (FileFormatException e) {
        assertThat(e).hasMessageStartingWith(file + ", offset ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(600);
  }

  private static byte[] altered(byte[] bytes, Random random) {
    int place = random.nextInt(bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(4)) {
      case 0 -> changed[place] = (byte) random.nextInt(256);
      case 1 -> changed[random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> changed = Arrays.copyOf(bytes, place);
      default -> {
        changed = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9));
        System.arraycopy(bytes, place, changed, place + 1, bytes.length - place);
      }
    }
    return changed;
  }

  private Path file(String header, int data) throws IOException {
    byte[] text = header.strip().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + data)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    Path file = folder.resolve("made");
    Files.write(file, bytes.array());
    return file;
  }
}

package org.bnnlab.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bnnlab.runtime.program.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BnnFileTest {

  private static final Program PROGRAM = Programs.withEveryOperation();

  @TempDir private Path folder;

  @Test
  void a_file_holds_the_program_that_was_written() throws IOException {
    Path file = folder.resolve("p.bnn");

    BnnFile.write(PROGRAM, file);

    Program read = BnnFile.read(file);
    assertThat(read.facts()).isEqualTo(PROGRAM.facts());
    assertThat(read.steps()).isEqualTo(PROGRAM.steps());
    assertThat(Files.size(file)).isEqualTo(BnnFile.size(PROGRAM));
  }

  @Test
  void a_truncated_file_says_where() {
    byte[] bytes = BnnFile.bytes(PROGRAM);

    assertThatThrownBy(() -> BnnFile.read("f.bnn", Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(BnnFileException.class)
        .hasMessage(
            "f.bnn, offset 24: %d bytes announced, the file has %d",
            bytes.length, bytes.length - 1);
    assertThatThrownBy(() -> BnnFile.read("f.bnn", new byte[3]))
        .isInstanceOf(BnnFileException.class)
        .hasMessage("f.bnn, offset 0: a file has at least 64 bytes, found 3");
  }

  @Test
  void a_mutated_file_is_read_or_refused_with_the_typed_error() {
    assertThat(refused(2_000)).isBetween(500, 2_000);
  }

  @Test
  @Tag("slow")
  void twenty_thousand_mutated_files_are_read_or_refused_with_the_typed_error() {
    assertThat(refused(20_000)).isBetween(5_000, 20_000);
  }

  /** Mutates header fields, sizes, single bits and length, and mends the checksums. */
  private static int refused(int count) {
    byte[] good = BnnFile.bytes(PROGRAM);
    SplittableRandom random = new SplittableRandom(9);
    int refused = 0;
    for (int i = 0; i < count; i++) {
      byte[] bytes = mutated(good, random);
      try {
        BnnFile.read("f.bnn", bytes);
      } catch (BnnFileException e) {
        refused++;
      }
    }
    return refused;
  }

  private static byte[] mutated(byte[] good, SplittableRandom random) {
    int length = random.nextInt(8) == 0 ? random.nextInt(good.length + 1) : good.length;
    byte[] bytes = Arrays.copyOf(good, length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int[] hostile = {0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 16, 1 << 20, 63};
    for (int change = random.nextInt(3); change >= 0 && length > 4; change--) {
      int at =
          random.nextInt(3) == 0 ? random.nextInt(Math.min(60, length)) : random.nextInt(length);
      if (random.nextBoolean()) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      } else {
        buffer.putInt(Math.min(at, length - 4), hostile[random.nextInt(hostile.length)]);
      }
    }
    if (length >= Layout.HEADER && random.nextInt(10) > 0) {
      if (random.nextBoolean()) {
        buffer.putLong(16, length);
      }
      buffer.putInt(52, Encoder.crc(buffer, Layout.HEADER, length));
      buffer.putInt(60, Encoder.crc(buffer, 0, 60));
    }
    return bytes;
  }
}

package org.bnnlab.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bnnlab.runtime.BnnModel;
import org.bnnlab.runtime.image.Image;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Limits;
import org.bnnlab.runtime.program.Program;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files that were altered on purpose: header fields, sizes, ends, single bits, numbers, moved
 * pieces, mostly with checksums that fit again. A reader gives a program that runs, or the typed
 * error; nothing else is thrown, and neither reading nor running takes more memory than a file of
 * that size may ask for.
 */
class HostileFilesTest {

  private static final int ALL = 20_000;
  private static final int PART = 2_000;
  private static final int FIRST = 500;

  /** Place and bytes of every field of the header that is no checksum. */
  private static final int[][] FIELDS = {
    {0, 8}, {8, 4}, {12, 4}, {16, 8}, {24, 8}, {32, 8}, {40, 8}, {48, 4}, {56, 4}
  };

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    3,
    7,
    63,
    64,
    65,
    255,
    1024,
    1025,
    4096,
    65_535,
    65_536,
    1 << 20,
    1 << 26,
    1L << 31,
    (1L << 31) - 1,
    -1,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** What an error with its message and the measuring itself take. */
  private static final long SLACK = 1 << 17;

  private final com.sun.management.ThreadMXBean memory =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  @Timeout(120)
  void altered_files_are_refused_with_the_typed_error_or_run() {
    readAltered(PART);
  }

  @Test
  @Tag("slow")
  @Timeout(1200)
  void twenty_thousand_altered_files_are_refused_with_the_typed_error_or_run() {
    readAltered(ALL);
  }

  private void readAltered(int files) {
    Program every = Programs.withEveryOperation();
    List<byte[]> good =
        List.of(BnnFile.bytes(every), BnnFile.bytes(new Program(Facts.NONE, every.steps())));
    for (int i = 0; i < FIRST; i++) {
      use(altered(good, i)); // loads classes, so that they do not count below
    }
    int refused = 0;
    for (int i = 0; i < files; i++) {
      byte[] file = altered(good, i);
      try {
        refused += assertModest(file) ? 0 : 1;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("file %d: %s".formatted(i, e), e);
      }
    }
    assertThat(refused).isBetween(files / 3, files - files / 20);
  }

  /** Reads and runs a file, and looks at the memory that both take; false where it is refused. */
  private boolean assertModest(byte[] file) {
    long start = memory.getCurrentThreadAllocatedBytes();
    Program program = read(file);
    long read = memory.getCurrentThreadAllocatedBytes();
    assertThat(read - start)
        .as("bytes allocated to read")
        .isLessThanOrEqualTo(Limits.BYTES_PER_BYTE * file.length + SLACK);
    if (program != null) {
      run(program);
      assertThat(memory.getCurrentThreadAllocatedBytes() - read)
          .as("bytes allocated to run")
          .isLessThanOrEqualTo(Math.max(Limits.BYTES_PER_BYTE * file.length, Limits.BYTES) + SLACK);
    }
    return program != null;
  }

  private static void use(byte[] file) {
    Program program = read(file);
    if (program != null) {
      run(program);
    }
  }

  private static @Nullable Program read(byte[] file) {
    try {
      return BnnFile.read("f.bnn", file);
    } catch (BnnFileException e) {
      assertThat(e).hasMessageStartingWith("f.bnn, offset ");
      return null;
    }
  }

  private static void run(Program program) {
    Extent input = program.input();
    byte[] levels = new byte[input.values()];
    try (BnnModel model = BnnModel.of(program, KernelChoice.named("scalar"), 1)) {
      Image image = Image.of(input.channels(), input.height(), input.width(), levels);
      assertThat(model.predict(image)).hasSize(program.outputs());
    }
  }

  private static byte[] altered(List<byte[]> good, int number) {
    return altered(good.get(number % good.size()), number / good.size());
  }

  private static byte[] altered(byte[] good, int number) {
    SplittableRandom random = new SplittableRandom(number);
    byte[] bytes =
        switch (number % 6) {
          case 0 -> withField(good, number / 6);
          case 1 -> Arrays.copyOf(good, random.nextInt(good.length + 64));
          case 2 -> withFlippedBits(good, random);
          case 3 -> withNumbers(good, random);
          case 4 -> withMovedPiece(good, random);
          default -> withOtherSection(good, random);
        };
    return random.nextInt(8) == 0 ? bytes : mended(bytes, random);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Every field takes every number in turn. */
  private static byte[] withField(byte[] good, int number) {
    byte[] bytes = good.clone();
    int[] field = FIELDS[number % FIELDS.length];
    long value = NUMBERS[number / FIELDS.length % NUMBERS.length];
    if (field[1] == 8) {
      buffer(bytes).putLong(field[0], value);
    } else {
      buffer(bytes).putInt(field[0], (int) value);
    }
    return bytes;
  }

  private static byte[] withFlippedBits(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  /** Fields of facts and steps stand at any place, since texts have any length. */
  private static byte[] withNumbers(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    int end = bytes.length - (int) buffer(good).getLong(40);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = Layout.HEADER + random.nextInt(end - Layout.HEADER - 4);
      buffer(bytes).putInt(at, (int) NUMBERS[random.nextInt(NUMBERS.length)]);
    }
    return bytes;
  }

  private static byte[] withMovedPiece(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    int length = 1 + random.nextInt(64);
    int from = random.nextInt(good.length - length);
    int to = Layout.HEADER + random.nextInt(good.length - length - Layout.HEADER);
    System.arraycopy(good, from, bytes, to, length);
    return bytes;
  }

  /** A section that is longer or shorter by whole words, and a header that knows of it. */
  private static byte[] withOtherSection(byte[] good, SplittableRandom random) {
    int field = 24 + 8 * random.nextInt(3);
    int words = random.nextInt(-4, 5);
    int at = Layout.HEADER + random.nextInt(good.length - Layout.HEADER - 32);
    byte[] bytes = Arrays.copyOf(good, good.length + 8 * words);
    int tail = Math.min(good.length - at, bytes.length - at - Math.max(0, 8 * words));
    System.arraycopy(good, at, bytes, at + Math.max(0, 8 * words), Math.max(0, tail));
    buffer(bytes).putLong(field, buffer(good).getLong(field) + 8L * words);
    buffer(bytes).putLong(16, bytes.length);
    return bytes;
  }

  /** The size, mostly, and the checksums fit again. */
  private static byte[] mended(byte[] bytes, SplittableRandom random) {
    if (bytes.length < Layout.HEADER) {
      return bytes;
    }
    ByteBuffer buffer = buffer(bytes);
    if (random.nextInt(4) > 0) {
      buffer.putLong(16, bytes.length);
    }
    buffer.putInt(52, Encoder.crc(buffer, Layout.HEADER, bytes.length));
    buffer.putInt(60, Encoder.crc(buffer, 0, 60));
    return bytes;
  }
}

package org.bnnlab.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bnnlab.data.archive.SafeTar;
import org.bnnlab.data.cifar.Cifar10;
import org.bnnlab.data.cifar.Cifar100;
import org.bnnlab.data.events.Events;
import org.bnnlab.data.events.NmnistFile;
import org.bnnlab.data.idx.Mnist;
import org.bnnlab.data.jpeg.ImageDecoder;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files through every reader: flipped bits, cut ends, overwritten headers, repeated and
 * inserted pieces. A reader reads what is there, or says which file is at fault and where; nothing
 * else is thrown, and no header makes it allocate what its file cannot hold.
 */
class MutatedFilesTest {

  private static final int ALL = 10_000;
  private static final int PART = 500;

  /** What a reader may allocate for these files of some kilobytes, its fixed buffers included. */
  private static final long MOST_BYTES = 48L << 20;

  @TempDir private Path folder;

  /** Reads content that claims to be a file of one kind. */
  private interface Reader {
    void read(byte[] content) throws IOException;
  }

  /** An honest file, and who reads it. */
  private static final class Kind {

    private final String file;
    private final byte[] honest;
    private final Reader reader;

    Kind(String file, byte[] honest, Reader reader) {
      this.file = file;
      this.honest = honest;
      this.reader = reader;
    }
  }

  private List<Kind> kinds() throws IOException {
    List<Kind> kinds = new ArrayList<>();
    ImageDecoder fastest = new ImageDecoder(JpegDecoder.fastest());
    ImageDecoder jdk = new ImageDecoder(JpegDecoder.ofTheJdk());
    for (String image : List.of("colour", "progressive", "grey", "cmyk", "png-inside")) {
      byte[] bytes = resource("jpeg/" + image + ".jpg");
      kinds.add(kind("a.jpg", bytes, content -> fastest.read(content, "a.jpg", 1, new Picture())));
      kinds.add(kind("a.jpg", bytes, content -> jdk.read(content, "a.jpg", 1, new Picture())));
    }
    kinds.add(kind("test_batch.bin", new byte[10 * 3073], in("test_batch.bin", new Cifar10())));
    kinds.add(kind("test.bin", new byte[10 * 3074], in("test.bin", new Cifar100())));
    ByteBuffer images = ByteBuffer.allocate(16 + 3 * 784);
    images.putInt(0x803).putInt(3).putInt(28).putInt(28);
    Path labels = folder.resolve("t10k-labels-idx1-ubyte");
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3});
    kinds.add(
        kind("t10k-images-idx3-ubyte", images.array(), in("t10k-images-idx3-ubyte", new Mnist())));
    kinds.add(kind("a.tar", tar(), MutatedFilesTest::untar));
    byte[] events = new byte[5 * 400];
    new SplittableRandom(2).nextBytes(events);
    for (int i = 0; i < events.length; i += 5) {
      events[i] = (byte) (events[i] & 31);
      events[i + 1] = (byte) (events[i + 1] & 31);
    }
    kinds.add(kind("1.bs2", events, MutatedFilesTest::bin));
    return kinds;
  }

  private static Kind kind(String file, byte[] honest, Reader reader) {
    return new Kind(file, honest, reader);
  }

  private Reader in(String name, DatasetSource source) {
    return content -> {
      Files.write(folder.resolve(name), content);
      source.open(Split.TEST, folder);
    };
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = MutatedFilesTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static byte[] tar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name : List.of("n1/a.JPEG", "n1/b.JPEG", "c")) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(700);
        tar.putArchiveEntry(entry);
        tar.write(new byte[700]);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static void untar(byte[] content) {
    SafeTar.read(
        "a.tar",
        new ByteArrayInputStream(content),
        new SafeTar.Limits(100, 1 << 20, 1 << 16),
        (name, size, in) -> in.transferTo(OutputStream.nullOutputStream()));
  }

  private static void bin(byte[] content) {
    Events events = NmnistFile.read(content, "1.bs2", 34);
    events.bin(10, 10_000, 34, 34, new byte[10 * 2 * 34 * 34], 0);
  }

  @Test
  @Timeout(120)
  void damaged_files_are_read_or_refused_by_name() throws IOException {
    readDamaged(PART);
  }

  @Test
  @Tag("slow")
  @Timeout(1800)
  void ten_thousand_damaged_files_are_read_or_refused_by_name() throws IOException {
    readDamaged(ALL);
  }

  private void readDamaged(int files) throws IOException {
    var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Kind> kinds = kinds();
    for (Kind kind : kinds) {
      try {
        kind.reader.read(kind.honest); // loads classes, so that they do not count below
      } catch (DataException e) {
        assertThat(e).hasMessageContaining(kind.file);
      }
    }
    int refused = 0;
    for (int i = 0; i < files; i++) {
      Kind kind = kinds.get(i % kinds.size());
      byte[] damaged = damaged(kind.honest, new SplittableRandom(i));
      long before = memory.getCurrentThreadAllocatedBytes();
      try {
        kind.reader.read(damaged);
      } catch (DataException e) {
        refused++;
        assertThat(e.getMessage())
            .as("file %d of %s", i, kind.file)
            .contains(kind.file)
            .containsAnyOf("offset ", " bytes (");
      } catch (RuntimeException | Error | IOException e) {
        throw new AssertionError("file %d of %s: %s".formatted(i, kind.file, e), e);
      }
      assertThat(memory.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for file %d of %s", i, kind.file)
          .isLessThan(MOST_BYTES);
    }
    // most damage is seen; what changes pixels only is not
    assertThat(refused).isGreaterThan(files / 4);
  }

  private static byte[] damaged(byte[] honest, SplittableRandom random) {
    byte[] bytes = honest.clone();
    switch (random.nextInt(5)) {
      case 0 -> {
        for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> {
        int from = random.nextInt(Math.min(64, bytes.length));
        int to = Math.min(bytes.length, from + 1 + random.nextInt(16));
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, noise.length);
      }
      case 3 -> {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(bytes.length - from);
        int to = random.nextInt(bytes.length - length);
        System.arraycopy(honest, from, bytes, to, length);
      }
      default -> {
        int at = random.nextInt(bytes.length);
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        ByteBuffer longer = ByteBuffer.allocate(bytes.length + noise.length);
        longer.put(bytes, 0, at).put(noise).put(bytes, at, bytes.length - at);
        bytes = longer.array();
      }
    }
    return bytes;
  }
}

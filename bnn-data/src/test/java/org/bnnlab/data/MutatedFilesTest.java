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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bnnlab.data.archive.SafeTar;
import org.bnnlab.data.cifar.Cifar100;
import org.bnnlab.data.cifar.SmallCifar;
import org.bnnlab.data.events.Aedat2File;
import org.bnnlab.data.events.Aedat3File;
import org.bnnlab.data.events.AedatFiles;
import org.bnnlab.data.events.Events;
import org.bnnlab.data.events.NmnistFile;
import org.bnnlab.data.folder.FolderDataset;
import org.bnnlab.data.folder.PictureCache;
import org.bnnlab.data.idx.Mnist;
import org.bnnlab.data.jpeg.ImageDecoder;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files through every reader: flipped bits, cut ends, overwritten headers, repeated and
 * inserted pieces. A reader reads what is there, or says which file is at fault and where; nothing
 * else is thrown, none takes long, and no header makes it allocate what its file cannot hold.
 */
class MutatedFilesTest {

  private static final int ALL = 10_000;
  private static final int PART = 2_000;
  private static final int SECONDS = 5;

  /** Buffers that do not depend on the file, and what a reading costs in small objects. */
  private static final long FIXED = 3L << 20;

  /**
   * Bytes for each byte of a JPEG file: 64 pixels for a bit, each of 3 bytes in the picture and of
   * up to 4 in the JDK's own image.
   */
  private static final int JPEG = 8 * 64 * 7;

  /** The same for PNG, whose compression makes at most 1032 bytes of one, of eight pixels each. */
  private static final int PNG = 1032 * 8 * 7;

  /** The content, and as much again in indices, labels or copies. */
  private static final int PLAIN = 8;

  @TempDir private Path folder;

  /** Reads content that claims to be a file of one kind. */
  private interface Reader {
    void read(byte[] content) throws IOException;
  }

  /** An honest file, who reads it, what that may allocate for each byte, and what came of it. */
  private static final class Kind {

    private final String name;
    private final String file;
    private final byte[] honest;
    private final int perByte;
    private final Reader reader;
    private final List<Reading> readings = new ArrayList<>();

    Kind(String name, String file, byte[] honest, int perByte, Reader reader) {
      this.name = name;
      this.file = file;
      this.honest = honest;
      this.perByte = perByte;
      this.reader = reader;
    }

    private int refused() {
      return (int) readings.stream().filter(Reading::refused).count();
    }

    @Override
    public String toString() {
      return "%d files, %d refused; at most %.2f MB, %.0f ms"
          .formatted(
              readings.size(),
              refused(),
              readings.stream().mapToLong(Reading::bytes).max().orElse(0) / 1e6,
              readings.stream().mapToLong(Reading::nanos).max().orElse(0) / 1e6);
    }
  }

  /** What came of one file; {@code bytes} were allocated for it. */
  private record Reading(boolean refused, long bytes, long nanos) {}

  private List<Kind> kinds() throws IOException {
    List<Kind> kinds = new ArrayList<>();
    for (JpegDecoder decoder : List.of(JpegDecoder.fastest(), JpegDecoder.ofTheJdk())) {
      ImageDecoder images = new ImageDecoder(decoder);
      for (String image : List.of("colour", "progressive", "grey", "cmyk", "png-inside")) {
        byte[] bytes = resource("jpeg/" + image + ".jpg");
        int perByte = image.equals("png-inside") ? PNG : JPEG;
        String name = image + " by " + decoder.library();
        kinds.add(
            new Kind(name, "a.jpg", bytes, perByte, content -> decode(images, content, Cut.NONE)));
        kinds.add(
            new Kind(
                "part of " + name,
                "a.jpg",
                bytes,
                perByte,
                content -> decode(images, content, MutatedFilesTest::middle)));
      }
    }
    byte[] batch = new byte[10 * 3073];
    kinds.add(file("test_batch.bin", batch, SmallCifar.cifar10(10)));
    kinds.add(archive("cifar-10-binary.tar.gz", batch, SmallCifar.cifar10(10)));
    kinds.add(file("test.bin", new byte[10 * 3074], new Cifar100()));
    ByteBuffer images = ByteBuffer.allocate(16 + 3 * 784);
    images.putInt(0x803).putInt(3).putInt(28).putInt(28);
    Path labels = folder.resolve("t10k-labels-idx1-ubyte");
    Files.write(labels, new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3});
    kinds.add(file("t10k-images-idx3-ubyte", images.array(), new Mnist()));
    byte[] tar = tar(new byte[700], "n1/a.JPEG", "n1/b.JPEG", "c");
    kinds.add(new Kind("tar", "a.tar", tar, PLAIN, MutatedFilesTest::untar));
    byte[] events = new byte[5 * 400];
    new SplittableRandom(2).nextBytes(events);
    for (int i = 0; i < events.length; i += 5) {
      events[i] = (byte) (events[i] & 31);
      events[i + 1] = (byte) (events[i + 1] & 31);
    }
    kinds.add(cache());
    kinds.add(new Kind("events", "1.bs2", events, PLAIN, MutatedFilesTest::bin));
    AedatFiles.Event[] recorded = recorded();
    kinds.add(
        new Kind(
            "AEDAT 2.0",
            "1.aedat",
            AedatFiles.aedat2(recorded),
            PLAIN,
            content -> Aedat2File.read(ByteBuffer.wrap(content), "1.aedat")));
    byte[] packets =
        AedatFiles.aedat3(AedatFiles.polarity(0, recorded), AedatFiles.polarity(1, recorded));
    kinds.add(
        new Kind(
            "AEDAT 3.1",
            "1.aedat",
            packets,
            PLAIN,
            content -> Aedat3File.read(ByteBuffer.wrap(content), "1.aedat", 128, 0, 1L << 40)));
    return kinds;
  }

  private static AedatFiles.Event[] recorded() {
    return IntStream.range(0, 200)
        .mapToObj(i -> new AedatFiles.Event(i * 31 % 128, i * 57 % 128, i % 2, 40L * i))
        .toArray(AedatFiles.Event[]::new);
  }

  private Kind cache() throws IOException {
    Files.createDirectories(folder.resolve("train/a"));
    for (String image : List.of("colour", "grey")) {
      Files.write(folder.resolve("train/a/" + image + ".jpg"), resource("jpeg/" + image + ".jpg"));
    }
    ImageDataset images = new FolderDataset().open(Split.TRAIN, folder);
    Path file = folder.resolve("cache.pictures");
    PictureCache.write(images, file);
    Reader reader =
        content -> {
          Files.write(file, content);
          ImageDataset cached = PictureCache.open(images, file);
          for (int i = 0; i < cached.size(); i++) {
            cached.read(i, MutatedFilesTest::middle, new Picture());
          }
        };
    return new Kind("cache", "cache.pictures", Files.readAllBytes(file), PLAIN, reader);
  }

  private Kind file(String name, byte[] honest, DatasetSource source) {
    return new Kind(name, name, honest, PLAIN, in(name, source));
  }

  private Kind archive(String name, byte[] batch, DatasetSource source) throws IOException {
    Path file = folder.resolve(name);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(packed)) {
      zip.write(tar(batch, "cifar-10-batches-bin/test_batch.bin"));
    }
    Reader reader =
        content -> {
          Files.write(file, content);
          source.open(Split.TEST, file);
        };
    return new Kind(name, name, packed.toByteArray(), PLAIN, reader);
  }

  private static void decode(ImageDecoder images, byte[] content, Cut cut) {
    images.read(content, "a.jpg", 1, cut, new Picture());
  }

  private static Box middle(int height, int width) {
    return new Box(height / 4, width / 4, (height + 1) / 2, (width + 1) / 2);
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

  private static byte[] tar(byte[] content, String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
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
  void damaged_files_are_read_or_refused_by_name(TestReporter reporter) throws Exception {
    readDamaged(PART, reporter);
  }

  @Test
  @Tag("slow")
  @Timeout(1800)
  void ten_thousand_damaged_files_are_read_or_refused_by_name(TestReporter reporter)
      throws Exception {
    readDamaged(ALL, reporter);
  }

  private void readDamaged(int files, TestReporter reporter) throws Exception {
    List<Kind> kinds = kinds();
    // a thread of its own, so that one that hangs is told from one that works
    ExecutorService reading =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    try {
      for (Kind kind : kinds) {
        reading.submit(() -> read(kind, kind.honest)).get(); // loads classes, not counted below
      }
      for (int i = 0; i < files; i++) {
        Kind kind = kinds.get(i % kinds.size());
        byte[] damaged = damaged(kind.honest, new SplittableRandom(i));
        String which = "file %d of %s".formatted(i, kind.name);
        try {
          Reading done = reading.submit(() -> read(kind, damaged)).get(SECONDS, TimeUnit.SECONDS);
          kind.readings.add(done);
          assertThat(done.bytes)
              .as("bytes allocated for %s, which has %d", which, damaged.length)
              .isLessThan(FIXED + (long) kind.perByte * damaged.length);
        } catch (TimeoutException e) {
          throw new AssertionError("%s takes over %d s".formatted(which, SECONDS), e);
        } catch (ExecutionException e) {
          throw new AssertionError("%s: %s".formatted(which, e.getCause()), e.getCause());
        }
      }
    } finally {
      reading.shutdownNow();
    }
    kinds.forEach(kind -> reporter.publishEntry(kind.name, kind.toString()));
    // most damage is seen; what changes pixels only is not
    assertThat(kinds.stream().mapToInt(Kind::refused).sum()).isGreaterThan(files / 4);
  }

  /** Reads one file, which may be refused, but only by name and place. */
  private static Reading read(Kind kind, byte[] content) throws IOException {
    var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    long before = memory.getCurrentThreadAllocatedBytes();
    boolean refused = false;
    try {
      kind.reader.read(content);
    } catch (DataException e) {
      refused = true;
      assertThat(e.getMessage())
          .contains(kind.file)
          .containsAnyOf("offset ", " bytes (", "is missing");
    }
    return new Reading(
        refused, memory.getCurrentThreadAllocatedBytes() - before, System.nanoTime() - start);
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

package org.bnnlab.data.folder;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.bnnlab.data.Box;
import org.bnnlab.data.Cut;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Picture;
import org.bnnlab.data.PictureSource;

/**
 * Decoded images in one file that is mapped into memory: later epochs decode nothing. A photograph
 * takes about five times the room of its JPEG file.
 *
 * <p>Layout, big-endian: magic, number of images, checksum of their names and labels; for every
 * image height, width and pixels (RGB, row by row); at the end the place of every image, and the
 * place of this table.
 */
public final class PictureCache {

  private static final long MAGIC = 0x424e4e5049435431L;
  private static final int HEADER = 8 + 8 + 8;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private PictureCache() {}

  /**
   * The images out of a file in a folder, which is made there first if it is not: images that have
   * their pixels in memory are given back as they are.
   *
   * @param name what the images are; the file's name has their checksum as well
   * @param progress hears the number of images decoded so far, after each
   */
  public static ImageDataset in(
      Path folder, String name, ImageDataset images, LongConsumer progress) {
    if (images.isOfOneSize()) {
      return images;
    }
    Path file = folder.resolve("%s-%08x.pictures".formatted(name, checksum(images)));
    if (!Files.exists(file)) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new DataException(folder.toString(), List.of("cannot be made: " + e), e);
      }
      write(images, file, progress);
    }
    return open(images, file);
  }

  /** Decodes all images into a file, which is there only when it is whole. */
  public static void write(ImageDataset images, Path file) {
    write(images, file, done -> {});
  }

  private static void write(ImageDataset images, Path file, LongConsumer progress) {
    // a name of its own: another process may be making the same file
    Path fresh =
        file.resolveSibling("%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
    try {
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh), 1 << 20))) {
        write(images, out, progress);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DataException(file.toString(), List.of("cannot be written: " + e), e);
    } finally {
      boolean ignored = fresh.toFile().delete(); // what a fault has left
    }
  }

  private static void write(ImageDataset images, DataOutputStream out, LongConsumer progress)
      throws IOException {
    Picture picture = new Picture();
    long[] places = new long[images.size()];
    out.writeLong(MAGIC);
    out.writeLong(images.size());
    out.writeLong(checksum(images));
    long at = HEADER;
    for (int i = 0; i < places.length; i++) {
      images.read(i, picture);
      places[i] = at;
      out.writeInt(picture.height());
      out.writeInt(picture.width());
      out.write(picture.bytes(), 0, picture.size());
      at += 8L + picture.size();
      progress.accept(i + 1);
    }
    for (long place : places) {
      out.writeLong(place);
    }
    out.writeLong(at);
  }

  /**
   * The same images out of the file.
   *
   * @throws DataException if it is not whole, or made of other images
   */
  public static ImageDataset open(ImageDataset images, Path file) {
    MemorySegment mapped;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
    } catch (IOException e) {
      throw new DataException(file.toString(), List.of("cannot be read: " + e), e);
    }
    int count = images.size();
    long size = mapped.byteSize();
    if (size < HEADER + 8 || mapped.get(LONG, 0) != MAGIC) {
      throw fault(file, 0, "no cache of pictures");
    }
    if (mapped.get(LONG, 8) != count || mapped.get(LONG, 16) != checksum(images)) {
      throw fault(file, 8, "made of other images; delete it and make it again");
    }
    long table = mapped.get(LONG, size - 8);
    if (table < HEADER || table != size - 8 - 8L * count) {
      throw fault(file, size - 8, "the file ends at %d, within its images".formatted(size));
    }
    return images.withPictures(new Mapped(file, mapped, table, images));
  }

  private record Mapped(Path file, MemorySegment mapped, long table, ImageDataset images)
      implements PictureSource {

    @Override
    public void read(int row, Cut cut, Picture target) {
      long place = mapped.get(LONG, table + 8L * row);
      if (place < HEADER || place + 8 > table) {
        throw fault(file, table + 8L * row, "an image at %d".formatted(place));
      }
      long height = mapped.get(INT, place);
      long width = mapped.get(INT, place + 4);
      if (height <= 0 || width <= 0 || height * width > (table - place - 8) / 3) {
        throw fault(file, place, "an image of %d x %d pixels".formatted(width, height));
      }
      Box part = cut.of((int) height, (int) width);
      target.reshape(3, part.height(), part.width());
      for (int y = 0; y < part.height(); y++) {
        long from = place + 8 + 3 * ((part.top() + y) * width + part.left());
        int to = 3 * y * part.width();
        MemorySegment.copy(
            mapped, ValueLayout.JAVA_BYTE, from, target.bytes(), to, 3 * part.width());
      }
    }

    @Override
    public String name(int row) {
      return images.name(row);
    }
  }

  private static long checksum(ImageDataset images) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < images.size(); i++) {
      crc.update((images.name(i) + '\n' + images.label(i)).getBytes(StandardCharsets.UTF_8));
    }
    return crc.getValue();
  }

  private static DataException fault(Path file, long offset, String text) {
    return new DataException(file.toString(), List.of("offset %d: %s".formatted(offset, text)));
  }
}

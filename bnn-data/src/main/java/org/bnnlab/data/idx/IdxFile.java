package org.bnnlab.data.idx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.bnnlab.data.DataException;

/**
 * Unsigned bytes in the idx format (Y. LeCun): two bytes 0, the type 8, the number of axes, the
 * sides as big-endian integers of 32 bits, the values. Plain, or compressed by gzip.
 */
final class IdxFile {

  private static final int UNSIGNED_BYTES = 8;

  /** Gzip cannot do better. */
  private static final long HIGHEST_COMPRESSION = 1032;

  private final List<Integer> sides;
  private final byte[] values;

  private IdxFile(List<Integer> sides, byte[] values) {
    this.sides = List.copyOf(sides);
    this.values = values;
  }

  List<Integer> sides() {
    return sides;
  }

  /** The storage itself. */
  byte[] values() {
    return values;
  }

  /**
   * Reads a file.
   *
   * @param axes how many axes it must have
   * @throws DataException naming the file and the offset
   */
  static IdxFile read(Path file, int axes) {
    try (PushbackInputStream raw =
        new PushbackInputStream(new BufferedInputStream(Files.newInputStream(file)), 2)) {
      byte[] magic = raw.readNBytes(2);
      raw.unread(magic);
      boolean zipped = magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
      long most = Files.size(file) * (zipped ? HIGHEST_COMPRESSION : 1);
      return read(file, zipped ? new GZIPInputStream(raw) : raw, axes, most);
    } catch (IOException e) {
      throw new DataException(file.toString(), List.of("offset 0: cannot be read: " + e), e);
    }
  }

  private static IdxFile read(Path file, InputStream in, int axes, long most) throws IOException {
    byte[] header = in.readNBytes(4 + 4 * axes);
    if (header.length < 4 + 4 * axes) {
      throw fault(file, header.length, "the file ends within its header");
    }
    if (header[0] != 0 || header[1] != 0 || header[2] != UNSIGNED_BYTES || header[3] != axes) {
      throw fault(
          file,
          0,
          "begins with %02x %02x %02x %02x; unsigned bytes of %d axes begin with 00 00 08 %02x"
              .formatted(header[0], header[1], header[2], header[3], axes, axes));
    }
    List<Integer> sides = new ArrayList<>();
    long size = 1;
    for (int axis = 0; axis < axes; axis++) {
      int at = 4 + 4 * axis;
      long side =
          (header[at] & 0xFFL) << 24
              | (header[at + 1] & 0xFFL) << 16
              | (header[at + 2] & 0xFFL) << 8
              | (header[at + 3] & 0xFFL);
      if (side == 0 || side > Integer.MAX_VALUE || size > most / side) {
        throw fault(
            file, at, "a side of %d in a file that holds at most %d bytes".formatted(side, most));
      }
      size *= side;
      sides.add((int) side);
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw fault(file, 4, "%d values; at most 2 GiB are read".formatted(size));
    }
    byte[] values = in.readNBytes((int) size);
    if (values.length < size) {
      throw fault(
          file,
          (long) header.length + values.length,
          "the file ends after %d of %d values".formatted(values.length, size));
    }
    if (in.read() >= 0) {
      throw fault(file, header.length + size, "more than the %d values announced".formatted(size));
    }
    return new IdxFile(sides, values);
  }

  private static DataException fault(Path file, long offset, String text) {
    return new DataException(file.toString(), List.of("offset %d: %s".formatted(offset, text)));
  }
}

package org.bnnlab.bench.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's record format: length (8 bytes, little-endian), its masked CRC-32C, the data, the
 * data's masked CRC-32C.
 *
 * <p>The mask, {@code rotate right by 15, plus 0xa282ead8}, keeps the checksum of data that holds
 * checksums itself from being zero ({@code tensorflow/core/lib/hash/crc32c.h}).
 */
final class TfRecord {

  private static final int HEAD = Long.BYTES + Integer.BYTES;
  private static final int FOOT = Integer.BYTES;
  private static final int MASK = 0xa282ead8;

  private TfRecord() {}

  /** A record with its length and checksums. */
  static byte[] framed(byte[] data) {
    ByteBuffer record =
        ByteBuffer.allocate(HEAD + data.length + FOOT).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(masked(record.array(), 0, Long.BYTES));
    record.put(data);
    record.putInt(masked(data, 0, data.length));
    return record.array();
  }

  /**
   * Length of the intact record at a position, frame and all.
   *
   * @return bytes, or -1 where none is intact
   */
  static int length(byte[] file, int at) {
    if (file.length - at < HEAD + FOOT) {
      return -1;
    }
    ByteBuffer head = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long data = head.getLong(at);
    if (head.getInt(at + Long.BYTES) != masked(file, at, Long.BYTES)
        || data < 0
        || data > (long) file.length - at - HEAD - FOOT) {
      return -1;
    }
    int end = at + HEAD + (int) data;
    return head.getInt(end) == masked(file, at + HEAD, (int) data) ? end + FOOT - at : -1;
  }

  /** The masked CRC-32C of some bytes. */
  static int masked(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }
}

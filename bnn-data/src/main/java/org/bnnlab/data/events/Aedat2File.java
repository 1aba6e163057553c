package org.bnnlab.data.events;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bnnlab.data.DataException;

/**
 * Events of a DVS128 camera in the format AEDAT 2.0 (jAER), as in MNIST-DVS: behind the lines of
 * the header 8 bytes each, big-endian, an address of 32 bits and a time in microseconds of 32 bits.
 *
 * <p>Address: polarity in bit 0, column counted from the right in bits 1 to 7, row in bits 8 to 14;
 * bit 15 marks what is no event of a pixel. The higher bits are not the camera's.
 */
public final class Aedat2File {

  /** Rows and columns of the sensor. */
  public static final int SIDE = 128;

  private static final int EVENT = 8;
  private static final int SPECIAL = 1 << 15;

  private Aedat2File() {}

  /**
   * Reads a recording.
   *
   * @param content the whole file; its position and order do not matter
   * @throws DataException naming {@code file} and the offset
   */
  public static Events read(ByteBuffer content, String file) {
    ByteBuffer bytes = content.duplicate().order(ByteOrder.BIG_ENDIAN);
    int start = AedatHeader.end(bytes, file, "#!AER-DAT2.0", "");
    int over = (bytes.limit() - start) % EVENT;
    if (over != 0) {
      throw AedatHeader.fault(
          file, bytes.limit() - over, "the file ends within an event of %d bytes".formatted(EVENT));
    }
    return EventCounter.read(
        events -> {
          for (int at = start; at < bytes.limit(); at += EVENT) {
            int address = bytes.getInt(at);
            if ((address & SPECIAL) == 0) {
              events.add(
                  SIDE - 1 - (address >> 1 & SIDE - 1),
                  address >> 8 & SIDE - 1,
                  address & 1,
                  Integer.toUnsignedLong(bytes.getInt(at + 4)));
            }
          }
        });
  }
}

package org.bnnlab.data.events;

import java.util.Arrays;
import java.util.List;
import org.bnnlab.data.DataException;

/**
 * The events of N-MNIST and N-Caltech101 (G. Orchard et al., 2015): 40 bits each, big-endian:
 * column 8, row 8, polarity 1, time in microseconds 23.
 *
 * <p>A row of 240 marks an overflow of the time: it is no event, and 2^13 microseconds are added to
 * all times after it.
 */
public final class NmnistFile {

  private static final int EVENT = 5;
  private static final int OVERFLOW_ROW = 240;
  private static final long OVERFLOW = 1 << 13;

  private NmnistFile() {}

  /**
   * Reads a recording.
   *
   * @param side rows and columns of the sensor; 34 for N-MNIST
   * @throws DataException naming {@code file} and the offset
   */
  public static Events read(byte[] bytes, String file, int side) {
    if (bytes.length % EVENT != 0) {
      throw fault(
          file,
          bytes.length - bytes.length % EVENT,
          "the file ends within an event of %d bytes".formatted(EVENT));
    }
    int most = bytes.length / EVENT;
    int[] xs = new int[most];
    int[] ys = new int[most];
    byte[] polarities = new byte[most];
    long[] micros = new long[most];
    int events = 0;
    long added = 0;
    for (int at = 0; at < bytes.length; at += EVENT) {
      int x = bytes[at] & 0xFF;
      int y = bytes[at + 1] & 0xFF;
      if (y == OVERFLOW_ROW) {
        added += OVERFLOW;
        continue;
      }
      if (x >= side || y >= side) {
        throw fault(
            file,
            at,
            "an event at column %d, row %d; the sensor has %d of each".formatted(x, y, side));
      }
      xs[events] = x;
      ys[events] = y;
      polarities[events] = (byte) ((bytes[at + 2] & 0x80) >> 7);
      micros[events] =
          added
              + ((bytes[at + 2] & 0x7FL) << 16
                  | (bytes[at + 3] & 0xFFL) << 8
                  | (bytes[at + 4] & 0xFFL));
      events++;
    }
    return new Events(
        Arrays.copyOf(xs, events),
        Arrays.copyOf(ys, events),
        Arrays.copyOf(polarities, events),
        Arrays.copyOf(micros, events));
  }

  private static DataException fault(String file, long offset, String text) {
    return new DataException(file, List.of("offset %d: %s".formatted(offset, text)));
  }
}

package org.bnnlab.data.events;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bnnlab.data.DataException;

/**
 * Events of a camera in the format AEDAT 3.1 (cAER), as in DVS Gestures: lines of a header, then
 * packets, all little-endian.
 *
 * <pre>
 *   packet    type 16, source 16, size of an event 32, place of its time 32, overflows of the time
 *             32, capacity 32, number of events 32, number of valid ones 32; then the events
 *   type 1    data 32: valid in bit 0, polarity in bit 1, row in bits 2 to 16, column in bits 17 to
 *             31; time 32, in microseconds, to which 2^31 is added for every overflow
 * </pre>
 *
 * <p>Packets of other types (frames, special events) are passed over, and so are invalid events.
 */
public final class Aedat3File {

  private static final int HEADER = 28;
  private static final int POLARITY = 1;
  private static final int EVENT = 8;
  private static final int PLACE = 0x7FFF;

  private final ByteBuffer bytes;
  private final String file;
  private final int side;

  private Aedat3File(ByteBuffer bytes, String file, int side) {
    this.bytes = bytes;
    this.file = file;
    this.side = side;
  }

  /**
   * Reads the events of a stretch of time.
   *
   * @param content the whole file; its position and order do not matter
   * @param side rows and columns of the sensor; 128 for DVS Gestures
   * @param fromMicros time of the first event
   * @param toMicros behind the last event
   * @throws DataException naming {@code file} and the offset
   */
  public static Events read(
      ByteBuffer content, String file, int side, long fromMicros, long toMicros) {
    Aedat3File reader =
        new Aedat3File(content.duplicate().order(ByteOrder.LITTLE_ENDIAN), file, side);
    int start = AedatHeader.end(reader.bytes, file, "#!AER-DAT3.1", "#!END-HEADER");
    return EventCounter.read(events -> reader.packets(start, fromMicros, toMicros, events));
  }

  private void packets(int start, long fromMicros, long toMicros, EventCounter events) {
    int at = start;
    while (at < bytes.limit()) {
      int left = bytes.limit() - at - HEADER;
      if (left < 0) {
        throw fault(at, "the file ends within the %d bytes that begin a packet".formatted(HEADER));
      }
      int type = Short.toUnsignedInt(bytes.getShort(at));
      long size = unsigned(at + 4);
      long overflows = unsigned(at + 12);
      long number = unsigned(at + 20);
      if (size != 0 && number > left / size) {
        throw fault(
            at,
            "a packet of %d events of %d bytes, but %d bytes are left"
                .formatted(number, size, left));
      }
      int first = at + HEADER;
      int end = first + (int) (number * size);
      if (type == POLARITY) {
        checkPolarity(at, size, number);
        for (int event = first; event < end; event += EVENT) {
          add(event, overflows, fromMicros, toMicros, events);
        }
      }
      at = end;
    }
  }

  private void checkPolarity(int at, long size, long number) {
    long place = unsigned(at + 8);
    if (size != EVENT || place != EVENT / 2) {
      throw fault(
          at,
          "polarity events have %d bytes and their time at %d, found %d and %d"
              .formatted(EVENT, EVENT / 2, size, place));
    }
    long valid = unsigned(at + 24);
    if (valid > number) {
      throw fault(at, "%d of %d events are said to be valid".formatted(valid, number));
    }
  }

  private void add(int at, long overflows, long fromMicros, long toMicros, EventCounter events) {
    int data = bytes.getInt(at);
    if ((data & 1) == 0) {
      return;
    }
    int x = data >>> 17 & PLACE;
    int y = data >>> 2 & PLACE;
    if (x >= side || y >= side) {
      throw fault(
          at, "an event at column %d, row %d; the sensor has %d of each".formatted(x, y, side));
    }
    int time = bytes.getInt(at + 4);
    if (time < 0) {
      throw fault(at, "an event at %d microseconds; times are 0 or more".formatted(time));
    }
    long micros = (overflows << 31) + time;
    if (micros >= fromMicros && micros < toMicros) {
      events.add(x, y, data >>> 1 & 1, micros);
    }
  }

  private long unsigned(int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  private DataException fault(long offset, String text) {
    return AedatHeader.fault(file, offset, text);
  }
}

package org.bnnlab.data.events;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes recordings in the formats AEDAT 2.0 and 3.1. */
public final class AedatFiles {

  private static final int HEADER = 28;

  private AedatFiles() {}

  /** An event of a camera of 128 rows and columns. */
  public record Event(int x, int y, int polarity, long micros) {}

  private static byte[] text(String... lines) {
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** A recording in AEDAT 2.0: two lines of header, then address and time of each event. */
  public static byte[] aedat2(Event... events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text("#!AER-DAT2.0", "# This is a raw AE data file"));
    for (Event event : events) {
      int address = ((127 - event.x) << 1) | (event.y << 8) | event.polarity;
      out.writeBytes(ByteBuffer.allocate(8).putInt(address).putInt((int) event.micros).array());
    }
    return out.toByteArray();
  }

  /** A recording in AEDAT 3.1: a header and then packets. */
  public static byte[] aedat3(byte[]... packets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text("#!AER-DAT3.1", "#Format: RAW", "#Source 1: DVS128", "#!END-HEADER"));
    for (byte[] packet : packets) {
      out.writeBytes(packet);
    }
    return out.toByteArray();
  }

  /** A packet of polarity events, all valid. */
  public static byte[] polarity(int overflows, Event... events) {
    byte[] bytes = packet(1, 8, 4, overflows, events.length);
    ByteBuffer packet = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(HEADER);
    for (Event event : events) {
      packet.putInt((event.x << 17) | (event.y << 2) | (event.polarity << 1) | 1);
      packet.putInt((int) event.micros);
    }
    return bytes;
  }

  /** A packet with space for its events, filled with zeros. */
  static byte[] packet(int type, int size, int timePlace, int overflows, int number) {
    return ByteBuffer.allocate(HEADER + number * size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) type)
        .putShort((short) 1)
        .putInt(size)
        .putInt(timePlace)
        .putInt(overflows)
        .putInt(number)
        .putInt(number)
        .putInt(number)
        .array();
  }
}

package org.bnnlab.bench.tensorboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A TensorBoard event file of scalars, one step after another.
 *
 * <p>The file only grows: a reader may follow it while the training goes on. What a crash left half
 * written at its end is cut off, and steps that it already holds are not written again, so a
 * resumed run goes on where the file ends. The messages are {@code Event} and {@code Summary} of
 * TensorFlow's {@code event.proto} and {@code summary.proto}, in protocol-buffer encoding.
 */
public final class EventFile {

  private static final String NAME = "events.out.tfevents.0.bnnlab";
  private static final String VERSION = "brain.Event:2";

  // Field numbers of Event, Summary and Summary.Value, with the wire type in the lowest three bits.
  private static final int EVENT_WALL_TIME = (1 << 3) | 1;
  private static final int EVENT_STEP = 2 << 3;
  private static final int EVENT_FILE_VERSION = (3 << 3) | 2;
  private static final int EVENT_SUMMARY = (5 << 3) | 2;
  private static final int SUMMARY_VALUE = (1 << 3) | 2;
  private static final int VALUE_TAG = (1 << 3) | 2;
  private static final int VALUE_SIMPLE = (2 << 3) | 5;

  private final Path file;
  private final Clock clock;

  /**
   * The event file of a folder.
   *
   * @param folder where it lies; made when something is written
   * @param clock gives the time of the events
   */
  public EventFile(Path folder, Clock clock) {
    this.file = folder.resolve(NAME);
    this.clock = clock;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * Appends the steps that the file does not hold yet.
   *
   * @param steps scalars by tag, one map for each step from 0 on
   * @throws IOException if the file cannot be read or written
   */
  public void write(List<Map<String, Double>> steps) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    int end = 0;
    int records = 0;
    for (int length = TfRecord.length(before, end);
        length > 0;
        length = TfRecord.length(before, end)) {
      end += length;
      records++;
    }
    ByteArrayOutputStream added = new ByteArrayOutputStream();
    if (records == 0) {
      added.writeBytes(TfRecord.framed(version()));
    }
    // The first record says the version of the file, each other one is a step.
    for (int step = Math.max(0, records - 1); step < steps.size(); step++) {
      added.writeBytes(TfRecord.framed(event(step, steps.get(step))));
    }
    try (var channel =
        java.nio.channels.FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(end);
      channel.position(end);
      ByteBuffer bytes = ByteBuffer.wrap(added.toByteArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private byte[] version() {
    Message event = new Message().fixed64(EVENT_WALL_TIME, seconds());
    return event.bytes(EVENT_FILE_VERSION, VERSION.getBytes(StandardCharsets.UTF_8)).encoded();
  }

  private byte[] event(int step, Map<String, Double> scalars) {
    Message summary = new Message();
    scalars.forEach(
        (tag, value) ->
            summary.bytes(
                SUMMARY_VALUE,
                new Message()
                    .bytes(VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8))
                    .fixed32(VALUE_SIMPLE, value.floatValue())
                    .encoded()));
    return new Message()
        .fixed64(EVENT_WALL_TIME, seconds())
        .varint(EVENT_STEP, step)
        .bytes(EVENT_SUMMARY, summary.encoded())
        .encoded();
  }

  private double seconds() {
    return clock.millis() / 1e3;
  }

  /** A protocol-buffer message under construction. */
  private static final class Message {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(int key, long value) {
      number(key);
      number(value);
      return this;
    }

    Message fixed64(int key, double value) {
      number(key);
      out.writeBytes(
          ByteBuffer.allocate(Double.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putDouble(value)
              .array());
      return this;
    }

    Message fixed32(int key, float value) {
      number(key);
      out.writeBytes(
          ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
      return this;
    }

    Message bytes(int key, byte[] value) {
      number(key);
      number(value.length);
      out.writeBytes(value);
      return this;
    }

    private void number(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] encoded() {
      return out.toByteArray();
    }
  }
}

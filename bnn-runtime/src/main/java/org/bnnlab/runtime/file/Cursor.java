package org.bnnlab.runtime.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** A place in one section of a file, which nothing is read beyond. */
final class Cursor {

  private final String source;
  private final ByteBuffer bytes;
  private final int end;
  private int at;

  Cursor(String source, ByteBuffer bytes, int start, int end) {
    this.source = source;
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Bytes that are left. */
  int left() {
    return end - at;
  }

  /** Checks that so many bytes are left. */
  void need(long count) throws BnnFileException {
    check(count <= left(), "%d bytes are needed, %d are left in the section", count, left());
  }

  int int8() throws BnnFileException {
    need(1);
    return bytes.get(at++) & 0xFF;
  }

  int int32() throws BnnFileException {
    need(4);
    at += 4;
    return bytes.getInt(at - 4);
  }

  float float32() throws BnnFileException {
    return Float.intBitsToFloat(int32());
  }

  long int64() throws BnnFileException {
    need(8);
    at += 8;
    return bytes.getLong(at - 8);
  }

  /** A number of entries that take at least {@code each} bytes. */
  int count(int each, String what) throws BnnFileException {
    int count = int32();
    check(
        count >= 0 && count <= left() / each,
        "at most %d %s have room in the section, found %d",
        left() / each,
        what,
        count);
    return count;
  }

  ByteBuffer bytes(int length) throws BnnFileException {
    need(length);
    at += length;
    return bytes.slice(at - length, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Checks that nothing is left. */
  void end(String section) throws BnnFileException {
    check(left() == 0, "%d bytes are left behind the last of the %s", left(), section);
  }

  void check(boolean holds, String rule, Object... values) throws BnnFileException {
    if (!holds) {
      throw fault(rule.formatted(values), null);
    }
  }

  BnnFileException fault(@Nullable String fault, @Nullable Throwable cause) {
    return new BnnFileException(source, at, String.valueOf(fault), cause);
  }
}

package org.bnnlab.data.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bnnlab.data.DataException;

/** The lines of text, each beginning with {@code #}, in front of the events of an AEDAT file. */
final class AedatHeader {

  private static final int LONGEST_LINE = 1 << 16;

  private AedatHeader() {}

  /**
   * Reads all lines.
   *
   * @param version the first line, such as {@code #!AER-DAT2.0}
   * @param last the line that ends the header, or "" if the first byte that is no {@code #} does
   * @return offset of the first byte behind the header
   * @throws DataException naming {@code file} and the offset
   */
  static int end(ByteBuffer bytes, String file, String version, String last) {
    int at = 0;
    String line = "";
    while (at < bytes.limit() && bytes.get(at) == '#' && (last.isEmpty() || !line.equals(last))) {
      int from = at;
      line = line(bytes, file, from);
      if (from == 0 && !line.equals(version)) {
        break;
      }
      at = from + line.length();
      while (bytes.get(at) != '\n') {
        at++;
      }
      at++;
    }
    if (at == 0) {
      throw fault(file, 0, "the file does not begin with the line %s".formatted(version));
    }
    if (!last.isEmpty() && !line.equals(last)) {
      throw fault(file, at, "the header ends without the line %s".formatted(last));
    }
    return at;
  }

  /** The line at {@code from}, without what ends it. */
  private static String line(ByteBuffer bytes, String file, int from) {
    int end = from;
    int most = Math.min(bytes.limit(), from + LONGEST_LINE);
    while (end < most && bytes.get(end) != '\n') {
      end++;
    }
    if (end == most) {
      throw fault(file, from, "a line of the header does not end");
    }
    byte[] text = new byte[end - from];
    bytes.get(from, text);
    return new String(text, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** A fault of a file. */
  static DataException fault(String file, long offset, String text) {
    return new DataException(file, List.of("offset %d: %s".formatted(offset, text)));
  }
}

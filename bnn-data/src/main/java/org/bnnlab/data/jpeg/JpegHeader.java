package org.bnnlab.data.jpeg;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.bnnlab.data.DataException;

/**
 * What the markers of a JPEG file say, read before anything is allocated (ITU-T T.81, annex B).
 *
 * @param width columns
 * @param height rows
 * @param components 1 grey, 3 colours, 4 inks
 * @param adobeTransform the colour transform of Adobe's marker: 0 none, 1 YCbCr, 2 YCCK; -1 without
 * @param rgbComponents whether the components are named R, G and B
 * @param jfif whether there is a JFIF marker, which means YCbCr
 * @param unitHeight rows that are coded together, if the image is coded from top to bottom in one
 *     scan; otherwise 0
 * @param frame where the frame's segment begins, behind its marker
 * @param data where the first scan begins, in bytes from the start of the file
 */
record JpegHeader(
    int width,
    int height,
    int components,
    int adobeTransform,
    boolean rgbComponents,
    boolean jfif,
    int unitHeight,
    int frame,
    int data) {

  /** A block of 64 values takes at least one bit, in the first scan of a progressive file. */
  private static final long MOST_PIXELS_PER_BYTE = 8 * 64;

  private static final long MOST_PIXELS = 1L << 28;
  private static final int MOST_SCANS = 500;

  private static final int START = 0xD8;
  private static final int END = 0xD9;
  private static final int SCAN = 0xDA;
  private static final int SEQUENTIAL = 0xC1;
  private static final int PROGRESSIVE = 0xC2;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;

  /** Whether the bytes begin like a JPEG file. */
  static boolean isJpeg(byte[] bytes, int length) {
    return length >= 3
        && (bytes[0] & 0xFF) == 0xFF
        && (bytes[1] & 0xFF) == START
        && (bytes[2] & 0xFF) == 0xFF;
  }

  /**
   * Reads the markers up to the first scan.
   *
   * @throws DataException naming {@code file} and the offset
   */
  static JpegHeader read(byte[] bytes, int length, String file) {
    if (!isJpeg(bytes, length)) {
      throw fault(file, 0, "no JPEG file: it does not begin with FF D8 FF");
    }
    JpegHeader frame = null;
    int adobe = -1;
    boolean jfif = false;
    int at = 2;
    while (true) {
      while (at < length && (bytes[at] & 0xFF) != 0xFF) {
        at++;
      }
      while (at < length && (bytes[at] & 0xFF) == 0xFF) {
        at++;
      }
      if (at >= length) {
        throw fault(file, at, "the file ends within its header");
      }
      int marker = bytes[at++] & 0xFF;
      if (marker == 0 || marker == 1 || (marker >= 0xD0 && marker <= START)) {
        continue;
      }
      if (marker == END) {
        throw fault(file, at - 2, "the image ends before its first scan");
      }
      int size = at + 1 < length ? unsigned16(bytes, at) : 0;
      if (size < 2 || at + size > length) {
        throw fault(file, at, "a segment of %d bytes goes beyond the file".formatted(size));
      }
      if (marker == SCAN) {
        if (frame == null) {
          throw fault(file, at - 2, "a scan without a frame");
        }
        return new JpegHeader(
            frame.width,
            frame.height,
            frame.components,
            adobe,
            frame.rgbComponents,
            jfif,
            (bytes[at + 2] & 0xFF) == frame.components ? frame.unitHeight : 0,
            frame.frame,
            at + size);
      }
      if (isFrame(marker)) {
        frame = frame(bytes, at, size, length, marker, file);
        if (marker == PROGRESSIVE) {
          requireFewScans(bytes, at, length, file);
        }
      } else if (marker == APP0 && size >= 7 && matches(bytes, at + 2, "JFIF")) {
        jfif = true;
      } else if (marker == APP14 && size >= 14 && matches(bytes, at + 2, "Adobe")) {
        adobe = bytes[at + 13] & 0xFF;
      }
      at += size;
    }
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static JpegHeader frame(
      byte[] bytes, int at, int size, int length, int marker, String file) {
    if (size < 8) {
      throw fault(file, at, "a frame of %d bytes is too short".formatted(size));
    }
    int precision = bytes[at + 2] & 0xFF;
    int height = unsigned16(bytes, at + 3);
    int width = unsigned16(bytes, at + 5);
    int components = bytes[at + 7] & 0xFF;
    if (size < 8 + 3 * components) {
      throw fault(file, at, "a frame of %d bytes is too short".formatted(size));
    }
    if (precision != 8) {
      throw fault(file, at + 2, "%d bits per sample; only 8 are read".formatted(precision));
    }
    if (height == 0 || width == 0) {
      throw fault(file, at + 3, "an image of %d x %d pixels".formatted(width, height));
    }
    if (components != 1 && components != 3 && components != 4) {
      throw fault(file, at + 7, "%d components; 1, 3 or 4 are read".formatted(components));
    }
    long pixels = (long) width * height;
    if (pixels > MOST_PIXELS || pixels > length * MOST_PIXELS_PER_BYTE) {
      throw fault(
          file, at + 3, "%d x %d pixels cannot stand in %d bytes".formatted(width, height, length));
    }
    boolean rgb =
        components == 3 && bytes[at + 8] == 'R' && bytes[at + 11] == 'G' && bytes[at + 14] == 'B';
    int unit = marker <= SEQUENTIAL ? unitHeight(bytes, at + 8, components) : 0;
    return new JpegHeader(width, height, components, -1, rgb, false, unit, at, 0);
  }

  /** Eight rows for each time that the component with the most rows is sampled. */
  private static int unitHeight(byte[] bytes, int at, int components) {
    int most = 0;
    for (int c = 0; c < components; c++) {
      most = Math.max(most, bytes[at + 3 * c + 1] & 0xF);
    }
    return 8 * most;
  }

  /**
   * The height that a decoder has to be told to give the rows above {@code bottom} as in the whole
   * image: one coded unit more, because colours are smoothed across the border of two units.
   */
  int heightFor(int bottom) {
    return unitHeight == 0
        ? height
        : Math.min(height, (Math.ceilDiv(bottom, unitHeight) + 1) * unitHeight);
  }

  /** Writes a height into the frame of a copy of the file. */
  void setHeight(MemorySegment copy, int rows) {
    copy.set(ValueLayout.JAVA_BYTE, frame + 3, (byte) (rows >> 8));
    copy.set(ValueLayout.JAVA_BYTE, frame + 4, (byte) rows);
  }

  /** Thousands of empty scans over a large image would take minutes. */
  private static void requireFewScans(byte[] bytes, int from, int length, String file) {
    int scans = 0;
    for (int at = from; at + 1 < length; at++) {
      if (bytes[at] == (byte) 0xFF && (bytes[at + 1] & 0xFF) == SCAN && ++scans > MOST_SCANS) {
        throw fault(file, at, "more than %d scans".formatted(MOST_SCANS));
      }
    }
  }

  /** Whether the image's end marker stands anywhere after the first scan began. */
  boolean hasEnd(byte[] bytes, int length) {
    for (int at = length - 2; at >= data; at--) {
      if (bytes[at] == (byte) 0xFF && bytes[at + 1] == (byte) END) {
        return true;
      }
    }
    return false;
  }

  /** Whether three components are colours already, by the rules of libjpeg. */
  boolean isRgb() {
    return components == 3
        && !jfif
        && (adobeTransform == 0 || (adobeTransform < 0 && rgbComponents));
  }

  static DataException fault(String file, long offset, String fault) {
    return new DataException(file, List.of("offset %d: %s".formatted(offset, fault)));
  }

  private static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }

  private static boolean matches(byte[] bytes, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}

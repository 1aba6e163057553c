package org.bnnlab.data.jpeg;

import static org.bnnlab.data.Checks.requireArgument;
import static org.bnnlab.data.Checks.requireState;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import org.bnnlab.data.Box;
import org.bnnlab.data.Cut;
import org.bnnlab.data.Picture;

/** Decodes by libjpeg-turbo: accurate transform, smooth enlargement of the colour planes. */
final class TurboJpegDecoder implements JpegDecoder {

  private static final int RGB = 0;
  private static final int CMYK = 11;
  private static final int LIMIT_SCANS = 32768;

  private static final Cleaner CLEANER = Cleaner.create();

  private final TurboLibrary library;
  private final MemorySegment handle;
  private MemorySegment input = MemorySegment.NULL;
  private MemorySegment output = MemorySegment.NULL;
  private byte[] inks = new byte[0];

  TurboJpegDecoder(TurboLibrary library) {
    this.library = library;
    MemorySegment opened = library.open();
    requireState(!opened.equals(MemorySegment.NULL), "libjpeg-turbo cannot be started");
    this.handle = opened;
    CLEANER.register(this, () -> library.close(opened));
  }

  @Override
  public String library() {
    return "libjpeg-turbo";
  }

  @Override
  public boolean reduces() {
    return true;
  }

  @Override
  public void decode(
      byte[] bytes, int length, String file, int reduction, Cut cut, Picture target) {
    requireArgument(
        reduction == 1 || reduction == 2 || reduction == 4 || reduction == 8,
        "reduction must be 1, 2, 4 or 8, found %d",
        reduction);
    JpegHeader header = JpegHeader.read(bytes, length, file);
    int width = Math.ceilDiv(header.width(), reduction);
    Box part = cut.of(Math.ceilDiv(header.height(), reduction), width);
    boolean ends = header.hasEnd(bytes, length);
    // what lies below the part is not decoded; whether it is there, its end marker has to tell
    int rows = ends ? header.heightFor(part.bottom() * reduction) : header.height();
    int height = Math.ceilDiv(rows, reduction);
    boolean fourInks = header.components() == 4;
    int channels = fourInks ? 4 : 3;
    load(bytes, length, header, rows);
    output = withRoom(output, Math.multiplyExact(Math.multiplyExact(width, height), channels));
    boolean whole =
        library.decompress(
            handle, input, length + 2L, output, width, height, fourInks ? CMYK : RGB, LIMIT_SCANS);
    if (!whole) {
      if (library.fails(handle)) {
        throw JpegHeader.fault(file, header.data(), library.message(handle));
      }
      if (!ends) {
        throw JpegHeader.fault(file, length, "the file ends before its image does; get it again");
      }
    }
    target.reshape(3, part.height(), part.width());
    if (fourInks) {
      int size = 4 * part.height() * part.width();
      inks = inks.length < size ? new byte[size] : inks;
      take(part, width, channels, inks);
      Inks.toColours(inks, size / 4, target);
    } else {
      take(part, width, channels, target.bytes());
    }
  }

  /** Copies the file, with the height that is wanted and an end marker of our own. */
  private void load(byte[] bytes, int length, JpegHeader header, int rows) {
    input = withRoom(input, length + 2L);
    MemorySegment.copy(bytes, 0, input, ValueLayout.JAVA_BYTE, 0, length);
    header.setHeight(input, rows);
    // then a missing end marker is no fault, but missing pixels are
    input.set(ValueLayout.JAVA_BYTE, length, (byte) 0xFF);
    input.set(ValueLayout.JAVA_BYTE, length + 1L, (byte) 0xD9);
  }

  private void take(Box part, int width, int channels, byte[] samples) {
    int row = part.width() * channels;
    for (int y = 0; y < part.height(); y++) {
      long from = ((long) (part.top() + y) * width + part.left()) * channels;
      MemorySegment.copy(output, ValueLayout.JAVA_BYTE, from, samples, y * row, row);
    }
  }

  private static MemorySegment withRoom(MemorySegment segment, long bytes) {
    return segment.byteSize() >= bytes
        ? segment
        : Arena.ofAuto().allocate(Math.max(bytes, segment.byteSize() * 2), 64);
  }
}

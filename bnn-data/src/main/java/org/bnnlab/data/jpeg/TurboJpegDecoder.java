package org.bnnlab.data.jpeg;

import static org.bnnlab.data.Checks.requireArgument;
import static org.bnnlab.data.Checks.requireState;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
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
  public void decode(byte[] bytes, int length, String file, int reduction, Picture target) {
    requireArgument(
        reduction == 1 || reduction == 2 || reduction == 4 || reduction == 8,
        "reduction must be 1, 2, 4 or 8, found %d",
        reduction);
    JpegHeader header = JpegHeader.read(bytes, length, file);
    int width = Math.ceilDiv(header.width(), reduction);
    int height = Math.ceilDiv(header.height(), reduction);
    int pixels = Math.multiplyExact(width, height);
    boolean fourInks = header.components() == 4;
    int size = Math.multiplyExact(pixels, fourInks ? 4 : 3);
    input = withRoom(input, length + 2L);
    output = withRoom(output, size);
    MemorySegment.copy(bytes, 0, input, ValueLayout.JAVA_BYTE, 0, length);
    // an end marker of our own: then a missing one is no fault, but missing pixels are
    input.set(ValueLayout.JAVA_BYTE, length, (byte) 0xFF);
    input.set(ValueLayout.JAVA_BYTE, length + 1L, (byte) 0xD9);
    boolean whole =
        library.decompress(
            handle, input, length + 2L, output, width, height, fourInks ? CMYK : RGB, LIMIT_SCANS);
    if (!whole) {
      if (library.fails(handle)) {
        throw JpegHeader.fault(file, header.data(), library.message(handle));
      }
      if (!header.hasEnd(bytes, length)) {
        throw JpegHeader.fault(file, length, "the file ends before its image does; get it again");
      }
    }
    target.reshape(3, height, width);
    if (fourInks) {
      if (inks.length < size) {
        inks = new byte[size];
      }
      MemorySegment.copy(output, ValueLayout.JAVA_BYTE, 0, inks, 0, size);
      Inks.toColours(inks, pixels, target);
    } else {
      MemorySegment.copy(output, ValueLayout.JAVA_BYTE, 0, target.bytes(), 0, size);
    }
  }

  private static MemorySegment withRoom(MemorySegment segment, long bytes) {
    return segment.byteSize() >= bytes
        ? segment
        : Arena.ofAuto().allocate(Math.max(bytes, segment.byteSize() * 2), 64);
  }
}

package org.bnnlab.data.jpeg;

import static org.bnnlab.data.Checks.requireArgument;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bnnlab.data.Cut;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Picture;

/**
 * Decodes by the library inside the JDK (libjpeg 6b). Colours are computed here, with libjpeg's
 * constants, so that embedded profiles have no say.
 */
final class JdkJpegDecoder implements JpegDecoder {

  private static final int HALF = 1 << 15;

  @Override
  public String library() {
    return "JDK";
  }

  @Override
  public boolean reduces() {
    return false;
  }

  @Override
  public void decode(
      byte[] bytes, int length, String file, int reduction, Cut cut, Picture target) {
    requireArgument(reduction == 1, "%s", JpegDecoder.noReduction(reduction));
    JpegHeader header = JpegHeader.read(bytes, length, file);
    byte[] whole = java.util.Arrays.copyOf(bytes, length + 2);
    whole[length] = (byte) 0xFF;
    whole[length + 1] = (byte) 0xD9;
    boolean[] warned = new boolean[1];
    Raster raster = raster(whole, file, header, warned);
    if (warned[0] && !header.hasEnd(bytes, length)) {
      throw JpegHeader.fault(file, length, "the file ends before its image does; get it again");
    }
    if (raster.getNumBands() != header.components()
        || raster.getWidth() != header.width()
        || raster.getHeight() != header.height()) {
      throw JpegHeader.fault(file, header.data(), "the image differs from its own header");
    }
    byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
    target.reshape(3, header.height(), header.width());
    int pixels = header.height() * header.width();
    switch (header.components()) {
      case 1 -> spread(samples, pixels, target.bytes());
      case 3 -> {
        if (header.isRgb()) {
          System.arraycopy(samples, 0, target.bytes(), 0, 3 * pixels);
        } else {
          colours(samples, 3, pixels, target.bytes(), 3, false);
        }
      }
      default -> {
        if (header.adobeTransform() == 2) {
          colours(samples, 4, pixels, samples, 4, true);
        }
        Inks.toColours(samples, pixels, target);
      }
    }
    target.cut(cut.of(header.height(), header.width()));
  }

  private static Raster raster(byte[] file, String name, JpegHeader header, boolean[] warned) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      throw new DataException(name, List.of("this JDK has no JPEG reader; use a full JDK"));
    }
    ImageReader reader = readers.next();
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      reader.addIIOReadWarningListener(
          (IIOReadWarningListener) (source, warning) -> warned[0] = true);
      return reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          name, List.of("offset %d: %s".formatted(header.data(), e.getMessage())), e);
    } finally {
      reader.dispose();
    }
  }

  private static void spread(byte[] grey, int pixels, byte[] colours) {
    for (int i = 0; i < pixels; i++) {
      colours[3 * i] = grey[i];
      colours[3 * i + 1] = grey[i];
      colours[3 * i + 2] = grey[i];
    }
  }

  /** YCbCr to colours (ITU-R 601, constants of 16 bits), or to the inks that are their opposite. */
  private static void colours(
      byte[] from, int fromStep, int pixels, byte[] to, int toStep, boolean opposite) {
    for (int i = 0; i < pixels; i++) {
      int y = from[fromStep * i] & 0xFF;
      int cb = (from[fromStep * i + 1] & 0xFF) - 128;
      int cr = (from[fromStep * i + 2] & 0xFF) - 128;
      int red = level(y + ((91881 * cr + HALF) >> 16));
      int green = level(y + ((-22554 * cb - 46802 * cr + HALF) >> 16));
      int blue = level(y + ((116130 * cb + HALF) >> 16));
      to[toStep * i] = (byte) (opposite ? 255 - red : red);
      to[toStep * i + 1] = (byte) (opposite ? 255 - green : green);
      to[toStep * i + 2] = (byte) (opposite ? 255 - blue : blue);
    }
  }

  private static int level(int value) {
    return Math.clamp(value, 0, 255);
  }
}

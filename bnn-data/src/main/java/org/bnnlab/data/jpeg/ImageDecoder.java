package org.bnnlab.data.jpeg;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.bnnlab.data.Cut;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Picture;

/**
 * Reads image files: JPEG, and PNG, which ImageNet holds under the name of a JPEG file. Keeps its
 * buffers; for one thread at a time.
 */
public final class ImageDecoder {

  private static final long LARGEST_FILE = 1L << 28;

  /** The best that PNG's compression can do, for pixels of one bit. */
  private static final long MOST_PNG_PIXELS_PER_BYTE = 8 * 1032;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final JpegDecoder jpeg;
  private byte[] bytes = new byte[1 << 17];

  public ImageDecoder(JpegDecoder jpeg) {
    this.jpeg = jpeg;
  }

  /**
   * Reads a part of one file into three channels.
   *
   * @param name the file's name, for errors
   * @param reduction see {@link JpegDecoder#decode}
   * @param cut chooses the part
   * @throws DataException if it cannot be read, naming file and offset
   */
  public void read(Path file, String name, int reduction, Cut cut, Picture target) {
    int length = load(file, name);
    decode(length, name, reduction, cut, target);
  }

  /** The same for a file whose bytes are at hand. */
  public void read(byte[] content, String name, int reduction, Cut cut, Picture target) {
    makeRoom(content.length);
    System.arraycopy(content, 0, bytes, 0, content.length);
    decode(content.length, name, reduction, cut, target);
  }

  private void decode(int length, String name, int reduction, Cut cut, Picture target) {
    if (isPng(length)) {
      png(length, name, target);
      target.cut(cut.of(target.height(), target.width()));
    } else {
      jpeg.decode(bytes, length, name, reduction, cut, target);
    }
  }

  private int load(Path file, String name) {
    try (InputStream in = Files.newInputStream(file)) {
      long size = Files.size(file);
      if (size > LARGEST_FILE) {
        throw JpegHeader.fault(
            name, size, "larger than any image; at most %d bytes are read".formatted(LARGEST_FILE));
      }
      makeRoom((int) size);
      return in.readNBytes(bytes, 0, (int) size);
    } catch (IOException e) {
      throw new DataException(name, List.of("cannot be read: " + e), e);
    }
  }

  private void makeRoom(int length) {
    if (bytes.length < length + 2) {
      bytes = new byte[length + length / 2 + 2];
    }
  }

  private boolean isPng(int length) {
    for (int i = 0; i < PNG.length; i++) {
      if (length <= i || bytes[i] != PNG[i]) {
        return false;
      }
    }
    return true;
  }

  private void png(int length, String name, Picture target) {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes, 0, length))) {
      reader.setInput(stream, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PNG_PIXELS_PER_BYTE * length) {
        throw JpegHeader.fault(
            name, 16, "%d pixels cannot stand in %d bytes".formatted(pixels, length));
      }
      BufferedImage image = reader.read(0);
      target.reshape(3, image.getHeight(), image.getWidth());
      byte[] colours = target.bytes();
      int at = 0;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int rgb = image.getRGB(x, y);
          colours[at++] = (byte) (rgb >> 16);
          colours[at++] = (byte) (rgb >> 8);
          colours[at++] = (byte) rgb;
        }
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(name, List.of("offset 8: no readable PNG image: " + e), e);
    } finally {
      reader.dispose();
    }
  }
}

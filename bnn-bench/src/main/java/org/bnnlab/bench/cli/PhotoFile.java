package org.bnnlab.bench.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.export.Pictures;
import org.bnnlab.data.Cut;
import org.bnnlab.data.Picture;
import org.bnnlab.data.jpeg.ImageDecoder;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.bnnlab.runtime.image.Image;

/** An image file that a user names. */
final class PhotoFile {

  private static final int JPEG = 0xFFD8;

  private PhotoFile() {}

  /**
   * Reads a file: JPEG with the decoder that the training side uses, so that the pixels are the
   * same, others with the JDK's.
   */
  static Image read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    byte[] content = Files.readAllBytes(file);
    if (isJpeg(content)) {
      Picture picture = new Picture();
      new ImageDecoder(JpegDecoder.fastest()).read(content, file.toString(), 1, Cut.NONE, picture);
      return Pictures.image(picture);
    }
    BufferedImage decoded = ImageIO.read(file.toFile());
    if (decoded == null) {
      throw new FaultException(file + " is no image that this Java reads (PNG, JPEG, BMP, GIF)");
    }
    return Image.of(decoded);
  }

  private static boolean isJpeg(byte[] content) {
    return content.length > 2 && ((content[0] & 0xFF) << 8 | (content[1] & 0xFF)) == JPEG;
  }
}

package org.bnnlab.data.jpeg;

import org.bnnlab.data.DataException;
import org.bnnlab.data.Picture;

/** Decodes JPEG files into pictures of three channels. For one thread at a time. */
public interface JpegDecoder {

  /**
   * Decodes one file: grey levels become three equal channels, inks become colours as Pillow
   * converts them, an embedded colour profile and an orientation are left aside, as in torchvision.
   *
   * @param bytes the file; has room for two bytes after {@code length}
   * @param length bytes of the file
   * @param file its name, for errors
   * @param reduction 1 for the image as it is; 2, 4 or 8 for one whose sides are that many times
   *     smaller (rounded up), computed from fewer frequencies: faster, and with other pixels than
   *     the full image scaled down. A decoder without this gives the full image
   * @throws DataException if the file is damaged or ends too early, naming it and the offset
   */
  void decode(byte[] bytes, int length, String file, int reduction, Picture target);

  /** The library, for people: {@code libjpeg-turbo}, {@code JDK}. */
  String library();

  /** The fastest one that this machine has. */
  static JpegDecoder fastest() {
    TurboLibrary turbo = TurboLibrary.found();
    return turbo == null ? new JdkJpegDecoder() : new TurboJpegDecoder(turbo);
  }

  /** The one of the JDK, which is everywhere. */
  static JpegDecoder ofTheJdk() {
    return new JdkJpegDecoder();
  }
}

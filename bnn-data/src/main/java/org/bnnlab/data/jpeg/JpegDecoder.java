package org.bnnlab.data.jpeg;

import org.bnnlab.data.Cut;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Picture;

/** Decodes JPEG files into pictures of three channels. For one thread at a time. */
public interface JpegDecoder {

  /** What gives a machine libjpeg-turbo. */
  String ADVICE =
      "install libturbojpeg0 (Debian, Ubuntu), libturbojpeg (Fedora) or jpeg-turbo (Homebrew), or"
          + " name the library's file with -Dbnn.turbojpeg=FILE";

  /**
   * Decodes a part of one file: grey levels become three equal channels, inks become colours as
   * Pillow converts them, an embedded colour profile and an orientation are left aside, as in
   * torchvision.
   *
   * @param bytes the file; has room for two bytes after {@code length}
   * @param length bytes of the file
   * @param file its name, for errors
   * @param reduction 1 for the image as it is; 2, 4 or 8 for one whose sides are that many times
   *     smaller (rounded up), computed from fewer frequencies: faster, and with other pixels than
   *     the full image scaled down
   * @param cut chooses the part, in pixels of the reduced image
   * @param target takes the part; its pixels are those of the whole image decoded and then cut
   * @throws DataException if the file is damaged or ends too early, naming it and the offset
   */
  void decode(byte[] bytes, int length, String file, int reduction, Cut cut, Picture target);

  /** The library, for people: {@code libjpeg-turbo}, {@code JDK}. */
  String library();

  /** Whether images can be decoded at a reduced scale. */
  boolean reduces();

  /** Why images are not decoded at a reduced scale, and what helps. */
  static String noReduction(int reduction) {
    return "decoding at 1/%d of the scale needs libjpeg-turbo, which was not found; %s"
        .formatted(reduction, ADVICE);
  }

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

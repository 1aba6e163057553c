package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

/** A step that gives an image the size which the network takes. */
public sealed interface ImageStep {

  /** Size behind the step. */
  ImageSize output(ImageSize input);

  /** Whether every image has the same size behind the step. */
  boolean fixesSize();

  /**
   * Scaled so that the short side has a given length; the long side becomes {@code side · long /
   * short}, rounded down. Bilinear, antialiased.
   *
   * @param side the short side, in pixels
   */
  record ResizeShortSide(int side) implements ImageStep {

    /** Checks the side. */
    public ResizeShortSide {
      requireSide("short side", side);
    }

    @Override
    public ImageSize output(ImageSize input) {
      int shorter = Math.min(input.height(), input.width());
      return new ImageSize(scaled(input.height(), shorter), scaled(input.width(), shorter));
    }

    private int scaled(int length, int shorter) {
      long exact = (long) side * length / shorter;
      require(exact <= Limits.VALUES, "a side of %d pixels is too long", exact);
      return (int) exact;
    }

    @Override
    public boolean fixesSize() {
      return false;
    }
  }

  /**
   * Scaled to a given size, whatever the proportions. Bilinear, antialiased.
   *
   * @param height rows
   * @param width columns
   */
  record ResizeTo(int height, int width) implements ImageStep {

    /** Checks the sides. */
    public ResizeTo {
      requireSide("height", height);
      requireSide("width", width);
    }

    @Override
    public ImageSize output(ImageSize input) {
      return new ImageSize(height, width);
    }

    @Override
    public boolean fixesSize() {
      return true;
    }
  }

  /**
   * The square in the middle: it begins at row {@code (height - side) / 2} and column {@code (width
   * - side) / 2}, halves rounded to the even number. A smaller image is framed with zeros, the odd
   * one below and to the right.
   *
   * @param side side of the square, in pixels
   */
  record CenterCrop(int side) implements ImageStep {

    /** Checks the side. */
    public CenterCrop {
      requireSide("side of the square", side);
    }

    @Override
    public ImageSize output(ImageSize input) {
      return new ImageSize(side, side);
    }

    @Override
    public boolean fixesSize() {
      return true;
    }
  }

  private static void requireSide(String name, int side) {
    require(
        side >= 1 && side <= Limits.IMAGE_SIDE,
        "%s lies in 1..%d, found %d",
        name,
        Limits.IMAGE_SIDE,
        side);
  }
}

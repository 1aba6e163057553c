package org.bnnlab.data.transform;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bnnlab.data.Box;
import org.bnnlab.data.Picture;

/** A step that computes new pixels from those of the whole image. */
public non-sealed interface PixelTransform extends Transform {

  /** The name of the random stream this step draws from. */
  String purpose();

  /** A worker for one thread; it may hold scratch space. */
  Applied newApplied();

  /** Whether evaluation leaves this step out. */
  default boolean isRandom() {
    return true;
  }

  /** The step at work. Mutable, for one thread. */
  @FunctionalInterface
  interface Applied {

    /**
     * Transforms one image.
     *
     * @param image the pixels so far; may be changed where it is the result
     * @param spare scratch space or the result
     * @param random makes the sample's generator for this step; not asked where nothing is random
     * @return the result: {@code image} or {@code spare}
     */
    Picture apply(Picture image, Picture spare, Supplier<RandomGenerator> random);
  }

  /** A step that looks at a part only: as the first one, it spares the reader the rest. */
  interface Cropped extends Applied {

    /** Draws the part of an image of this size. */
    Box part(int height, int width, RandomGenerator random);

    /**
     * Transforms a part of an image.
     *
     * @return the result: {@code image} or {@code spare}
     */
    Picture apply(Picture image, Box part, Picture spare);

    @Override
    default Picture apply(Picture image, Picture spare, Supplier<RandomGenerator> random) {
      return apply(image, part(image.height(), image.width(), random.get()), spare);
    }
  }
}

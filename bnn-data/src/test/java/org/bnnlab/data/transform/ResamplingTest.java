package org.bnnlab.data.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.bnnlab.data.Box;
import org.bnnlab.data.Picture;
import org.junit.jupiter.api.Test;

/** The loops for three channels against the plain one for a single channel. */
class ResamplingTest {

  private static final int[] SIDES = {1, 2, 3, 4, 5, 7, 16, 31, 64, 97};

  @Test
  void three_channels_are_resized_as_each_of_them_alone() {
    Resampling colours = new Resampling();
    Resampling alone = new Resampling();
    Picture together = new Picture();
    Picture single = new Picture();
    SplittableRandom random = new SplittableRandom(5);
    for (int side : SIDES) {
      for (int newSide : SIDES) {
        Picture image = noise(side + 3, side + 5, random);
        Box part = new Box(random.nextInt(4), random.nextInt(6), side, side);
        colours.resize(image, part, newSide, 2 * newSide, together);
        for (int c = 0; c < 3; c++) {
          alone.resize(channel(image, c), part, newSide, 2 * newSide, single);
          assertThat(channel(together, c).bytes())
              .as("channel %d of %d to %d", c, side, newSide)
              .startsWith(java.util.Arrays.copyOf(single.bytes(), single.size()));
        }
      }
    }
  }

  @Test
  void the_brightest_image_stays_the_brightest() {
    Resampling resampling = new Resampling();
    Picture resized = new Picture();
    for (int side : SIDES) {
      Picture white = noise(side, side, new SplittableRandom(1));
      java.util.Arrays.fill(white.bytes(), (byte) 255);
      resampling.resize(white, Box.whole(side, side), 13, 29, resized);
      for (int i = 0; i < resized.size(); i++) {
        assertThat(resized.bytes()[i]).as("value %d from %d", i, side).isEqualTo((byte) 255);
      }
    }
  }

  private static Picture noise(int height, int width, SplittableRandom random) {
    Picture image = new Picture();
    image.reshape(3, height, width);
    random.nextBytes(image.bytes());
    return image;
  }

  private static Picture channel(Picture image, int channel) {
    Picture one = new Picture();
    one.reshape(1, image.height(), image.width());
    for (int i = 0; i < one.size(); i++) {
      one.bytes()[i] = image.bytes()[3 * i + channel];
    }
    return one;
  }
}

package org.bnnlab.bench.export;

import java.util.Arrays;
import org.bnnlab.data.Picture;
import org.bnnlab.runtime.image.Image;

/** Pictures of the training side as images of the runtime. */
public final class Pictures {

  private Pictures() {}

  /** A copy. */
  public static Image image(Picture picture) {
    return Image.of(
        picture.channels(),
        picture.height(),
        picture.width(),
        Arrays.copyOf(picture.bytes(), picture.size()));
  }
}

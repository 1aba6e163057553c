package org.bnnlab.methods.sslpruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;

/**
 * The pretext task of RotNet (Gidaris et al., 2018, arXiv:1803.07728): each image turned
 * counter-clockwise by 0, 90, 180 and 270 degrees, all in one batch; by how much is the class.
 */
final class Rotations {

  /** Number of rotations. */
  static final int COUNT = 4;

  private Rotations() {}

  /** All rotations of square images (N, C, H, H): (4N, C, H, H), those of 0 degrees first. */
  static NDArray of(NDArray images) {
    NDArray turned = images.transpose(0, 1, 3, 2);
    return NDArrays.concat(
        new NDList(images, turned.flip(2), images.flip(2, 3), images.flip(2).transpose(0, 1, 3, 2)),
        0);
  }

  /** Which rotation each of them is, one-hot (4N, 4). */
  static NDArray labels(NDArray images) {
    int count = Math.toIntExact(images.getShape().get(0));
    float[] hot = new float[COUNT * count * COUNT];
    for (int i = 0; i < COUNT * count; i++) {
      hot[COUNT * i + i / count] = 1;
    }
    return images
        .getManager()
        .create(FloatBuffer.wrap(hot), new Shape((long) COUNT * count, COUNT));
  }
}

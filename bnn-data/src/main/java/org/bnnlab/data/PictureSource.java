package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

/** Where the images of a split are, if each has a size of its own. */
public interface PictureSource {

  /**
   * Reads a part of one image. Called by several threads at once, each with a picture of its own.
   *
   * @param row position of the image in the split
   * @param cut chooses the part
   * @param target takes the part, as if it had been cut out of the whole image
   * @throws DataException naming the file, where it cannot be decoded
   */
  void read(int row, Cut cut, Picture target);

  /** What people call the image: the name of its file. */
  String name(int row);

  /**
   * The same images with sides {@code reduction} times smaller, decoded from fewer frequencies:
   * faster, and with other pixels than the whole images scaled down.
   *
   * @throws IllegalArgumentException if they cannot be had at that scale
   */
  default PictureSource reduced(int reduction) {
    requireArgument(
        reduction == 1, "only files are decoded at 1/%d of their scale; leave it 1", reduction);
    return this;
  }
}

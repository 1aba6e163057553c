package org.bnnlab.data;

/** Where the images of a split are, if each has a size of its own. */
public interface PictureSource {

  /**
   * Reads one image. Called by several threads at once, each with a picture of its own.
   *
   * @param row position of the image in the split
   * @throws DataException naming the file, where it cannot be decoded
   */
  void read(int row, Picture target);

  /** What people call the image: the name of its file. */
  String name(int row);
}

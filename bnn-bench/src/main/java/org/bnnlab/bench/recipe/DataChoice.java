package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;

/**
 * The images of a row.
 *
 * @param set id of the data set
 * @param images how many training images are used, from the first on; 0 for all
 * @param train augmentation of the training images, in order
 * @param normalization name of the constants that all images are normalized with, or {@code none}
 */
public record DataChoice(String set, int images, List<TransformSpec> train, String normalization) {

  /** Checks the number of images. */
  public DataChoice {
    requireArgument(images >= 0, "images must be at least 1, or 0 for all, found %d", images);
    train = List.copyOf(train);
  }
}

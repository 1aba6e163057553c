package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;

/**
 * The images of a row.
 *
 * @param set id of the data set
 * @param images how many training images are used, from the first on; 0 for all
 * @param train augmentation of the training images, in order
 * @param test what the test images go through, in order
 * @param views how often every training image is transformed; more than one for contrastive
 *     learning, where the views stand one after another in the channels
 * @param reduction training images are decoded at 1/reduction of their scale (1, 2, 4 or 8):
 *     faster, with other pixels
 * @param cache whether decoded images are kept on disk for further epochs; changes no pixel, and so
 *     no hash
 * @param normalization name of the constants that all images are normalized with, or {@code none}
 */
public record DataChoice(
    String set,
    int images,
    List<TransformSpec> train,
    List<TransformSpec> test,
    int views,
    int reduction,
    boolean cache,
    String normalization) {

  /** The scales that JPEG files can be decoded at, as divisors. */
  public static final List<Integer> REDUCTIONS = List.of(1, 2, 4, 8);

  /** Checks the numbers. */
  public DataChoice {
    requireArgument(images >= 0, "images must be at least 1, or 0 for all, found %d", images);
    requireArgument(views >= 1, "views must be at least 1, found %d", views);
    requireArgument(
        REDUCTIONS.contains(reduction), "reduction is one of 1, 2, 4, 8, found %d", reduction);
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /** One view of whole images, not cached; test images as they are. */
  public DataChoice(String set, int images, List<TransformSpec> train, String normalization) {
    this(set, images, train, List.of(), 1, 1, false, normalization);
  }

  /** The same with another number of training images, 0 for all. */
  public DataChoice withImages(int number) {
    return new DataChoice(set, number, train, test, views, reduction, cache, normalization);
  }

  /** The same with training images decoded at another scale. */
  public DataChoice withReduction(int other) {
    return new DataChoice(set, images, train, test, views, other, cache, normalization);
  }
}

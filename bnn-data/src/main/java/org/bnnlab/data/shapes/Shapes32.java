package org.bnnlab.data.shapes;

import static org.bnnlab.data.Checks.requireArgument;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * {@code shapes32}: ten figures on textured, noisy grounds, drawn from a seed, for trials without
 * any file.
 *
 * <p>Image i of a split depends on seed, split and i alone: a smaller data set is the beginning of
 * a larger one, and every prefix of a multiple of ten images has each class equally often.
 */
public final class Shapes32 implements DatasetSource {

  /** The seed of the embedded data set. */
  public static final long STANDARD_SEED = 32;

  private final long seed;
  private final Difficulty difficulty;
  private final Dataset description;

  /** The embedded data set: 10,000 training and 2,000 test images of standard difficulty. */
  public Shapes32() {
    this(STANDARD_SEED, 10_000, 2_000, Difficulty.STANDARD);
  }

  public Shapes32(long seed, int trainImages, int testImages, Difficulty difficulty) {
    requireArgument(
        trainImages >= 1 && testImages >= 1 && Math.max(trainImages, testImages) <= 500_000,
        "numbers of shapes32 images must be in 1..500000, found %d training and %d test images",
        trainImages,
        testImages);
    this.seed = seed;
    this.difficulty = difficulty;
    this.description =
        new Dataset(
            "shapes32",
            "Ten drawn figures, 32 x 32",
            Map.of(Split.TRAIN, trainImages, Split.TEST, testImages),
            new ImageShape(3, Painter.SIDE, Painter.SIDE),
            Figure.names(),
            "Apache-2.0",
            "generated (seed " + seed + ")",
            List.of());
  }

  @Override
  public Dataset description() {
    return description;
  }

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    splits.forEach(split -> opened.put(split, draw(split)));
    return opened;
  }

  private ImageDataset draw(Split split) {
    if (!description.splits().containsKey(split)) {
      throw new DataException(
          "shapes32", List.of("unknown split \"" + split.id() + "\"; one of: train, test"));
    }
    int count = Objects.requireNonNull(description.splits().get(split));
    int size = description.shape().size();
    int[] labels = new int[count];
    byte[] pixels = new byte[Math.multiplyExact(count, size)];
    Figure[] figures = Figure.values();
    Painter painter = new Painter(difficulty);
    for (int i = 0; i < count; i++) {
      labels[i] = i % figures.length;
      painter.paint(figures[labels[i]], random(split, i), pixels, i * size);
    }
    return ImageDataset.inMemory(description, labels, pixels);
  }

  private SplittableRandom random(Split split, int index) {
    int stream = split == Split.TRAIN ? 0 : 1;
    return new SplittableRandom(mixed(mixed(mixed(seed) + stream) + index));
  }

  /** The finalizer of MurmurHash3 (A. Appleby, public domain): neighbours land far apart. */
  private static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
    z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return z ^ (z >>> 33);
  }
}

package org.bnnlab.data.synthetic;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
 * {@code twomoons}: two interleaved half circles with Gaussian noise of 0.1, the toy problem of
 * BayesBiNN and BiSNN: points {@code (cos t, sin t)} of class 0 and {@code (1 - cos t, 1/2 - sin
 * t)} of class 1, t from 0 to π in equal steps.
 *
 * <p>200 training points as in BiSNN, and 1000 further ones as a test, which the papers draw as a
 * map instead.
 */
public final class TwoMoons implements DatasetSource {

  private static final long SEED = 2;
  private static final double NOISE = 0.1;

  private static final Dataset DESCRIPTION =
      new Dataset(
          "twomoons",
          "Two moons, points of a plane",
          Map.of(Split.TRAIN, 200, Split.TEST, 1000),
          new ImageShape(2, 1, 1),
          List.of("upper", "lower"),
          "Apache-2.0",
          "generated (seed " + SEED + ")",
          List.of());

  @Override
  public Dataset description() {
    return DESCRIPTION;
  }

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    for (Split split : splits) {
      Integer count = DESCRIPTION.splits().get(split);
      if (count == null) {
        throw new DataException(
            "twomoons", List.of("unknown split \"" + split.id() + "\"; one of: train, test"));
      }
      opened.put(split, draw(count, new SplittableRandom(split == Split.TRAIN ? SEED : SEED + 1)));
    }
    return opened;
  }

  private static ImageDataset draw(int count, SplittableRandom random) {
    int[] labels = new int[count];
    float[] points = new float[2 * count];
    int half = count / 2;
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      int step = i / 2;
      double t = Math.PI * step / (half - 1);
      double x = labels[i] == 0 ? Math.cos(t) : 1 - Math.cos(t);
      double y = labels[i] == 0 ? Math.sin(t) : 0.5 - Math.sin(t);
      points[2 * i] = (float) (x + NOISE * random.nextGaussian());
      points[2 * i + 1] = (float) (y + NOISE * random.nextGaussian());
    }
    return ImageDataset.ofValues(DESCRIPTION, labels, points);
  }
}

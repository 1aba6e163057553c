package org.bnnlab.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.bnnlab.data.pipeline.ImageSamples;
import org.bnnlab.data.transform.TransformPipeline;
import org.junit.jupiter.api.Test;

class SyntheticTest {

  @Test
  void moons_lie_around_their_half_circles() {
    ImageDataset moons = new TwoMoons().open(Split.TEST, null);
    float[] point = new float[2];
    double squares = 0;
    int lower = 0;
    for (int i = 0; i < moons.size(); i++) {
      moons.copyValues(i, point, 0);
      boolean isLower = moons.label(i) == 1;
      double radius = Math.hypot(point[0] - (isLower ? 1 : 0), point[1] - (isLower ? 0.5 : 0));
      squares += (radius - 1) * (radius - 1) / moons.size();
      lower += moons.label(i);
    }

    assertThat(lower).isEqualTo(500);
    assertThat(Math.sqrt(squares)).isCloseTo(0.1, within(0.01));
  }

  @Test
  void points_reach_the_batches_as_they_are() {
    ImageDataset moons = new TwoMoons().open(Split.TRAIN, null);
    float[] point = new float[2];
    moons.copyValues(7, point, 0);
    float[] target = new float[2];

    int label =
        new ImageSamples(moons, TransformPipeline.of())
            .newWriter()
            .write(
                7,
                purpose -> {
                  throw new AssertionError(purpose);
                },
                target);

    assertThat(target).containsExactly(point);
    assertThat(label).isEqualTo(1);
  }

  @Test
  void the_function_has_its_intervals_and_scale() {
    // by hand: f(0) = 1, f(2) = 2 - 0.4 - 1
    assertThat(OneDimension.function(0)).isCloseTo(1, within(1e-12));
    assertThat(OneDimension.function(2)).isCloseTo(0.6, within(1e-12));
    List<OneDimension.Point> training = OneDimension.training(new SplittableRandom(1));
    assertThat(training).hasSize(60);
    assertThat(training.get(20).x()).isEqualTo(1.5);
    assertThat(OneDimension.test()).hasSize(600);
    List<OneDimension.Point> scaled = OneDimension.scaled(OneDimension.test());
    assertThat(scaled.getFirst().x()).isZero();
    assertThat(scaled.getLast().x()).isEqualTo(1);
    assertThat(scaled.stream().mapToDouble(OneDimension.Point::y).max().orElseThrow()).isEqualTo(1);
  }
}

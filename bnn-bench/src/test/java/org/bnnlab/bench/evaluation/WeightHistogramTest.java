package org.bnnlab.bench.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightHistogramTest {

  @Test
  void weights_are_counted_in_equal_bins_up_to_the_largest_magnitude() {
    float[] weights = {-2f, -1.9f, -1f, -0.1f, 0f, 0.1f, 0.5f, 1.3f};

    // Borders at -2, -1.2, -0.4, 0.4, 1.2 and 2.
    assertThat(WeightHistogram.of("conv.weight", weights, 5))
        .isEqualTo(new WeightHistogram("conv.weight", 2, List.of(2, 1, 3, 1, 1)));
  }

  @Test
  void the_largest_weight_falls_into_the_last_bin_and_zeros_into_the_middle_one() {
    assertThat(WeightHistogram.of("a", new float[] {3f, 3f}, 3).counts()).containsExactly(0, 0, 2);
    assertThat(WeightHistogram.of("a", new float[] {0f, 0f}, 3).counts()).containsExactly(0, 2, 0);
  }

  @Test
  void nothing_has_no_distribution() {
    assertThatThrownBy(() -> WeightHistogram.of("a", new float[0], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a has no weights");
  }
}

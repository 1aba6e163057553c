package org.bnnlab.api.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterSpecTest {

  private static final Initializer ZERO = new Initializer.Constant(0);

  @ParameterizedTest
  @ValueSource(strings = {"", "1st", "a.b", "running mean", "weight-1", "α", "_w"})
  void a_name_that_would_break_a_path_is_refused(String name) {
    assertThatThrownBy(() -> ParameterSpec.learned(name, new Shape(1), ParameterRole.SCALE, ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "parameter name must be letters, digits and underscores, found \"" + name + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weight", "running_var", "W1", "a"})
  void usual_names_are_taken(String name) {
    assertThat(ParameterSpec.buffer(name, new Shape(2), 1).name()).isEqualTo(name);
  }

  @Test
  void matrices_are_clipped_by_output_channel_and_vectors_as_a_whole() {
    assertThat(
            ParameterSpec.learned("w", new Shape(4, 3), ParameterRole.AUXILIARY, ZERO).clipUnit())
        .isEqualTo(ClipUnit.OUTPUT_CHANNEL);
    assertThat(ParameterSpec.learned("v", new Shape(4), ParameterRole.SLOPE, ZERO).clipUnit())
        .isEqualTo(ClipUnit.TENSOR);
    assertThat(
            ParameterSpec.learned("v", new Shape(4, 3), ParameterRole.SLOPE, ZERO)
                .clippedBy(ClipUnit.NONE)
                .clipUnit())
        .isEqualTo(ClipUnit.NONE);
  }

  @Test
  void an_optimizer_trains_everything_but_buffers() {
    ParameterSpec buffer = ParameterSpec.buffer("running_var", new Shape(3), 1);
    ParameterSpec learned = ParameterSpec.learned("alpha", new Shape(3), ParameterRole.SCALE, ZERO);
    ParameterSpec latent =
        new ParameterSpec(
            "weight",
            new Shape(3, 3),
            ParameterRole.WEIGHT,
            ParameterKind.LATENT,
            ClipUnit.OUTPUT_CHANNEL,
            ZERO);

    assertThat(buffer.isTrained()).isFalse();
    assertThat(buffer.role()).isEqualTo(ParameterRole.STATISTIC);
    assertThat(buffer.clipUnit()).isEqualTo(ClipUnit.NONE);
    assertThat(buffer.initial()).isEqualTo(new Initializer.Constant(1));
    assertThat(learned.isTrained()).isTrue();
    assertThat(latent.isTrained()).isTrue();
  }
}

package org.bnnlab.methods.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.parameter.ClipUnit;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.TrainedTensor;
import org.junit.jupiter.api.Test;

class LatentWeightClippingTest {

  private static final float[] VALUES = {-1.5f, -1, Math.nextUp(-1f), 0, 0.5f, 1, 7};

  @Test
  void latent_weights_stay_within_their_bound_and_nothing_else_changes() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      TrainedTensor latent = tensor(state, "conv.weight", ParameterKind.LATENT);
      TrainedTensor real = tensor(state, "bn.weight", ParameterKind.FLOAT);
      NDArray alias = latent.value().stopGradient();
      StepContext step = new StepContext(state, TrainingProgress.ofEpoch(0, 1));

      new LatentWeightClipping(1).apply(List.of(latent, real), step);

      assertThat(state.tensor("conv.weight").toFloatArray())
          .containsExactly(-1, -1, Math.nextUp(-1f), 0, 0.5f, 1, 1);
      assertThat(alias.toFloatArray()).as("changed in place").contains(1, -1).doesNotContain(7);
      assertThat(state.tensor("bn.weight").toFloatArray()).containsExactly(VALUES);
    }
  }

  @Test
  void no_array_is_left_behind() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      TrainedTensor latent = tensor(state, "conv.weight", ParameterKind.LATENT);
      StepContext step = new StepContext(state, TrainingProgress.ofEpoch(0, 1));
      int before = state.manager().getManagedArrays().size();

      for (int i = 0; i < 5; i++) {
        new LatentWeightClipping(0.5).apply(List.of(latent), step);
      }

      assertThat(state.manager().getManagedArrays()).hasSize(before);
      assertThat(latent.value().toFloatArray()).contains(0.5f, -0.5f).doesNotContain(1, -1);
    }
  }

  private static TrainedTensor tensor(StateStore state, String name, ParameterKind kind) {
    Shape shape = new Shape(VALUES.length);
    NDArray value = state.create(name, StateStore.Kind.MODEL, shape, VALUES);
    ParameterSpec spec =
        new ParameterSpec(
            "weight",
            shape,
            ParameterRole.WEIGHT,
            kind,
            ClipUnit.TENSOR,
            new Initializer.Constant(0));
    return new TrainedTensor(name, spec, value, value.zerosLike());
  }
}

package org.bnnlab.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.methods.bnfree.AdaptiveGradientClipping;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adaptive gradient clipping against the official code of BN-free networks. */
class OfficialClippingTest {

  private static final float ROUNDING = 1e-5f;

  @ParameterizedTest
  @ValueSource(strings = {"bnfree-agc", "bnfree-agc-mixed"})
  void each_row_is_clipped_as_in_the_official_code(String name) throws IOException {
    Path folder = SharedFolder.require("golden");
    LayerRecording recording = LayerRecording.read(folder, name);
    double lambda = recording.about().path("clip_factor").asDouble();
    float[] expected = recording.array("clipped").asFloats();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NDArray gradient = tensor(manager, recording.array("grad"));
      NDArray weight = tensor(manager, recording.array("w"));
      ParameterSpec spec =
          ParameterSpec.learned(
              "weight", weight.getShape(), ParameterRole.WEIGHT, new Initializer.Constant(0));
      new AdaptiveGradientClipping(lambda)
          .transform(
              List.of(new TrainedTensor("weight", spec, weight, gradient)),
              new StepContext(state, TrainingProgress.ofEpoch(0, 1)));
      float[] here = gradient.toFloatArray();

      assertThat(here).hasSameSizeAs(expected);
      for (int i = 0; i < here.length; i++) {
        assertThat(here[i]).isCloseTo(expected[i], relative(expected[i]));
      }
    }
  }

  private static Offset<Float> relative(float expected) {
    return within(Math.abs(expected) * ROUNDING + 1e-12f);
  }

  private static NDArray tensor(NDManager manager, StoredArray array) {
    return manager.create(array.asFloatBuffer(), new Shape(array.shape()));
  }
}

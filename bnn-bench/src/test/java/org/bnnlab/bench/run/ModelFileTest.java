package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.recipe.Carry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one network takes over from another. */
class ModelFileTest {

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final StateStore store = new StateStore(manager);

  @BeforeEach
  void network() {
    store.create("conv.weight", StateStore.Kind.MODEL, new Shape(2), new float[] {1, 2});
    store.create("conv.alpha", StateStore.Kind.MODEL, new Shape(1), new float[] {3});
    store.create("sgd.conv.weight", StateStore.Kind.RUN, new Shape(2), new float[] {4, 5});
  }

  @AfterEach
  void close() {
    store.close();
    manager.close();
  }

  private static ModelFile file(Map<String, StoredArray> tensors) {
    return new ModelFile(Path.of("first"), tensors);
  }

  private static StoredArray array(float... values) {
    return StoredArray.ofFloats(new long[] {values.length}, values);
  }

  @Test
  void everything_is_taken_over_but_what_starts_anew_and_the_state_of_the_optimizer() {
    file(Map.of("conv.weight", array(7, 8), "conv.alpha", array(9)))
        .into(store, new Carry(List.of("*.alpha"), List.of()));

    assertThat(store.tensor("conv.weight").toFloatArray()).containsExactly(7, 8);
    assertThat(store.tensor("conv.alpha").toFloatArray()).containsExactly(3);
    assertThat(store.tensor("sgd.conv.weight").toFloatArray()).containsExactly(4, 5);
  }

  @Test
  void all_that_does_not_fit_is_listed_at_once_and_nothing_is_changed() {
    ModelFile other = file(Map.of("conv.weight", array(7, 8, 9), "head.bias", array(1)));
    Carry carry = new Carry(List.of("tail*"), List.of("*.beta"));

    assertThatThrownBy(() -> other.into(store, carry))
        .isInstanceOfSatisfying(
            FaultException.class,
            e ->
                assertThat(e.faults())
                    .containsExactly(
                        "the parameters in first do not fit this network:",
                        "different shape: conv.weight is (3) in the file, the network needs (2)",
                        "missing: conv.alpha (1)",
                        "unexpected: head.bias (1)",
                        "fresh \"tail*\" fits no tensor",
                        "dropped \"*.beta\" fits no tensor",
                        "a stage names what starts anew and what is left behind: carry: { fresh:"
                            + " [...], dropped: [...] }"));
    assertThat(store.tensor("conv.weight").toFloatArray()).containsExactly(1, 2);
  }
}

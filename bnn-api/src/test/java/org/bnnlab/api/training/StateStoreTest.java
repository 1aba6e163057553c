package org.bnnlab.api.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.training.StateStore.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateStoreTest {

  private NDManager manager;
  private StateStore state;

  @BeforeEach
  void an_empty_store() {
    manager = NDManager.newBaseManager("PyTorch");
    state = new StateStore(manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void a_tensor_keeps_shape_values_and_order() {
    state.create("b", Kind.MODEL, new Shape(2, 2), new float[] {1, 2, 3, 4});
    state.create("momentum.b", Kind.RUN, new Shape(1), new float[] {9});
    state.create("a", Kind.MODEL, new Shape(), new float[] {5});

    assertThat(state.tensor("b").getShape()).isEqualTo(new Shape(2, 2));
    assertThat(state.tensor("b").toFloatArray()).containsExactly(1, 2, 3, 4);
    assertThat(state.tensor("a").getFloat()).isEqualTo(5);
    assertThat(state.tensors(Kind.MODEL).keySet()).containsExactly("b", "a");
    assertThat(state.tensors(Kind.RUN).keySet()).containsExactly("momentum.b");
  }

  @Test
  void a_name_is_given_once() {
    state.create("w", Kind.MODEL, new Shape(1), new float[1]);

    assertThatThrownBy(() -> state.create("w", Kind.RUN, new Shape(1), new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the state has a tensor \"w\" already");
  }

  @Test
  void a_missing_tensor_is_named() {
    assertThat(state.contains("queue")).isFalse();
    assertThatThrownBy(() -> state.tensor("queue"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the state has no tensor \"queue\"");
  }

  @Test
  void zeros_are_made_once_and_found_again() {
    NDArray made = state.zerosIfAbsent("momentum.w", Kind.RUN, new Shape(3));
    assertThat(made.toFloatArray()).containsExactly(0, 0, 0);
    state.set("momentum.w", new float[] {1, 2, 3});

    assertThat(state.zerosIfAbsent("momentum.w", Kind.RUN, new Shape(3)).toFloatArray())
        .containsExactly(1, 2, 3);
  }

  @Test
  void values_are_overwritten_in_place() {
    NDArray tensor = state.create("w", Kind.MODEL, new Shape(2), new float[] {1, 2});
    NDArray alias = tensor.stopGradient();

    state.set("w", new float[] {-3, 4});

    assertThat(tensor.toFloatArray()).containsExactly(-3, 4);
    assertThat(alias.toFloatArray()).as("an alias sees the change").containsExactly(-3, 4);
  }

  @Test
  void overwriting_leaves_no_array_behind() {
    state.create("scalar", Kind.RUN, new Shape(), new float[] {1});
    int before = state.manager().getManagedArrays().size();

    state.set("scalar", new float[] {2});

    assertThat(state.tensor("scalar").getFloat()).isEqualTo(2);
    assertThat(state.manager().getManagedArrays()).hasSize(before);
  }

  @Test
  void values_of_another_size_are_refused_and_change_nothing() {
    state.create("w", Kind.MODEL, new Shape(2, 1), new float[] {1, 2});

    assertThatThrownBy(() -> state.set("w", new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tensor \"w\" has shape (2, 1), found 3 values");
    assertThat(state.tensor("w").toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void a_tensor_outlives_the_scope_it_was_made_in() {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      state.create("w", Kind.MODEL, new Shape(1), new float[] {7});
    }

    assertThat(state.tensor("w").getFloat()).isEqualTo(7);
  }

  @Test
  void closing_the_store_releases_its_tensors_and_leaves_the_parent_open() {
    NDArray tensor = state.create("w", Kind.MODEL, new Shape(1), new float[] {7});
    state.close();

    assertThat(tensor.isReleased()).isTrue();
    assertThat(manager.isOpen()).isTrue();
  }
}

package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The place of a recipe or experiment in a training of several stages.
 *
 * @param <T> recipe or experiment
 * @param name name of the stage, such as {@code binary-activations}
 * @param index number of the stage, from 0
 * @param count number of stages
 * @param carry what it takes over from the stage before
 * @param previous the stage before, or null for the first
 */
public record Stage<T>(String name, int index, int count, Carry carry, @Nullable T previous) {

  /** Checks that the first stage, and no other, has none before it. */
  public Stage {
    requireArgument(
        index >= 0 && index < count && (index == 0) == (previous == null),
        "stage %s cannot be number %d of %d",
        name,
        index + 1,
        count);
  }

  /** The same with another stage before it, if it has one. */
  Stage<T> map(UnaryOperator<T> change) {
    return previous == null ? this : new Stage<>(name, index, count, carry, change.apply(previous));
  }
}

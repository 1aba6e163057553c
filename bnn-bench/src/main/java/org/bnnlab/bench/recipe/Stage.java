package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bnnlab.api.parameter.ParameterRole;
import org.jspecify.annotations.Nullable;

/**
 * The place of a recipe or experiment in a training of several stages.
 *
 * @param <T> recipe or experiment
 * @param name name of the stage, such as {@code binary-activations}
 * @param index number of the stage, from 0
 * @param count number of stages
 * @param carry what it takes over from the stage before
 * @param trains roles of the tensors that it changes; all others, running statistics included, keep
 *     their bits
 * @param previous the stage before, or null for the first
 */
public record Stage<T>(
    String name,
    int index,
    int count,
    Carry carry,
    Set<ParameterRole> trains,
    @Nullable T previous) {

  /** Every role: a stage that holds nothing back. */
  public static final Set<ParameterRole> ALL_ROLES =
      Collections.unmodifiableSet(EnumSet.allOf(ParameterRole.class));

  /**
   * Checks that it trains something, and that the first stage, and no other, has none before it.
   */
  public Stage {
    requireArgument(
        index >= 0 && index < count && (index == 0) == (previous == null),
        "stage %s cannot be number %d of %d",
        name,
        index + 1,
        count);
    requireArgument(!trains.isEmpty(), "stage %s has to train at least one role", name);
    trains = Collections.unmodifiableSet(EnumSet.copyOf(trains));
  }

  /** A stage that trains all. */
  public Stage(String name, int index, int count, Carry carry, @Nullable T previous) {
    this(name, index, count, carry, ALL_ROLES, previous);
  }

  /** Whether it trains every tensor. */
  public boolean trainsAll() {
    return trains.equals(ALL_ROLES);
  }

  /** The same place with something else before it. */
  <U> Stage<U> after(@Nullable U other) {
    return new Stage<>(name, index, count, carry, trains, other);
  }

  /** The same with another stage before it, if it has one. */
  Stage<T> map(UnaryOperator<T> change) {
    return previous == null ? this : after(change.apply(previous));
  }
}

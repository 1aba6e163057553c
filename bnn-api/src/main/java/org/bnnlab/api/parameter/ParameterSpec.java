package org.bnnlab.api.parameter;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.types.Shape;

/**
 * Declaration of a tensor that a layer or a part of a method owns.
 *
 * @param name name inside its node, such as {@code weight}; the full name is {@code path.name}
 * @param shape shape of the tensor
 * @param role what it does: optimizers choose their groups by it
 * @param kind who changes it
 * @param clipUnit group of entries for unit-wise gradient clipping
 * @param initial start values
 */
public record ParameterSpec(
    String name,
    Shape shape,
    ParameterRole role,
    ParameterKind kind,
    ClipUnit clipUnit,
    Initializer initial) {

  /** Checks the name. */
  public ParameterSpec {
    requireArgument(
        name.matches("[A-Za-z][A-Za-z0-9_]*"),
        "parameter name must be letters, digits and underscores, found \"%s\"",
        name);
  }

  /** A learned tensor used as it is; clipped per output channel, vectors as a whole. */
  public static ParameterSpec learned(
      String name, Shape shape, ParameterRole role, Initializer initial) {
    ClipUnit unit = shape.dimension() > 1 ? ClipUnit.OUTPUT_CHANNEL : ClipUnit.TENSOR;
    return new ParameterSpec(name, shape, role, ParameterKind.FLOAT, unit, initial);
  }

  /** A tensor that no optimizer changes. */
  public static ParameterSpec buffer(String name, Shape shape, double initial) {
    return new ParameterSpec(
        name,
        shape,
        ParameterRole.STATISTIC,
        ParameterKind.BUFFER,
        ClipUnit.NONE,
        new Initializer.Constant(initial));
  }

  /** The same tensor with another unit of clipping. */
  public ParameterSpec clippedBy(ClipUnit unit) {
    return new ParameterSpec(name, shape, role, kind, unit, initial);
  }

  /** Whether an optimizer changes the tensor. */
  public boolean isTrained() {
    return kind != ParameterKind.BUFFER;
  }
}

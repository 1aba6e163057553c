package org.bnnlab.runtime.kernel;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Objects;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;

/**
 * Which vectors {@link VectorKernels} are compiled for. The compiler needs the width as a constant
 * of the class, so every form has a class of its own, defined from the same bytes.
 *
 * @param bits width of the vectors: 256 or 512
 * @param popcount whether an instruction counts the bits of a vector's words; otherwise it is put
 *     together from table look-ups, and kernels avoid it by adding words as bits
 */
record VectorForm(int bits, boolean popcount) {

  /** Width of the vectors that the machine prefers. */
  static int preferredBits() {
    return LongVector.SPECIES_PREFERRED.vectorBitSize();
  }

  /** The form that a class was defined for. */
  static VectorForm of(MethodHandles.Lookup lookup) {
    try {
      return Objects.requireNonNull(
          MethodHandles.classData(lookup, "_", VectorForm.class), "no vector form");
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Name for reports. */
  String name() {
    return "vector" + bits + (popcount ? "-popcount" : "-adders");
  }

  VectorShape shape() {
    return VectorShape.forBitSize(bits);
  }

  /** Defines the kernels of this form. */
  Kernels kernels() {
    Object convolution =
        popcount
            ? made(
                CountedConvolution.class,
                List.of(BinaryConvolution.class),
                List.of(made(GatheredConvolution.class, List.of(), List.of())))
            : made(
                AddedConvolution.class,
                List.of(Gathering.class),
                List.of(made(WindowGathering.class, List.of(), List.of())));
    Object signs =
        popcount
            ? made(
                CountComparison.class,
                List.of(SignConvolution.class),
                List.of(made(PixelComparison.class, List.of(), List.of())))
            : SignConvolution.NONE;
    return (Kernels)
        made(
            VectorKernels.class,
            List.of(BinaryConvolution.class, SignConvolution.class, Passes.class),
            List.of(convolution, signs, made(VectorPasses.class, List.of(), List.of())));
  }

  private Object made(Class<?> template, List<Class<?>> types, List<?> arguments) {
    String file = template.getSimpleName() + ".class";
    try (InputStream in = Objects.requireNonNull(template.getResourceAsStream(file), file)) {
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), this, true);
      return lookup
          .findConstructor(lookup.lookupClass(), MethodType.methodType(void.class, types))
          .invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("the vector kernels cannot be defined from " + file, e);
    }
  }
}

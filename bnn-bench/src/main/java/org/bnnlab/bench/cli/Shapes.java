package org.bnnlab.bench.cli;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bnnlab.api.check.FaultException;

/** Shapes as people write them: {@code 3x32x32}. */
final class Shapes {

  private Shapes() {}

  /** {@code 3x32x32}. */
  static String text(Shape shape) {
    return Arrays.stream(shape.getShape())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining("x"));
  }

  /**
   * The shape of an image.
   *
   * @throws FaultException if it is not channels, height and width
   */
  static Shape image(String text) {
    if (!text.matches("[1-9][0-9]{0,5}x[1-9][0-9]{0,5}x[1-9][0-9]{0,5}")) {
      throw new FaultException(
          "--input is channels x height x width, such as 3x32x32, found \"%s\"".formatted(text));
    }
    return new Shape(Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray());
  }
}

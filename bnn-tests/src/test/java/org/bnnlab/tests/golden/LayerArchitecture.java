package org.bnnlab.tests.golden;

import ai.djl.ndarray.types.Shape;
import java.util.function.Consumer;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/**
 * A network of one block or layer.
 *
 * @param nodes adds its nodes
 */
record LayerArchitecture(Consumer<Slots> nodes) implements Architecture {

  @Override
  public String id() {
    return "layer";
  }

  @Override
  public String title() {
    return "one block or layer";
  }

  @Override
  public Shape defaultInput() {
    return new Shape(16, 8, 8);
  }

  @Override
  public int defaultClasses() {
    return 2;
  }

  @Override
  public Initialization initialization() {
    return Initialization.ofConvolutions(new Initializer.Constant(1));
  }

  @Override
  public void build(Slots slots, Options options) {
    nodes.accept(slots);
  }
}

package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/** Dense layers of spiking neurons and a read-out (BiSNN, arXiv 2012.08300). */
public final class SpikingMlp implements Architecture {

  /** For {@link java.util.ServiceLoader}. */
  public SpikingMlp() {}

  @Override
  public String id() {
    return "spiking-mlp";
  }

  @Override
  public String title() {
    return "dense layers of spiking neurons: 256, 256";
  }

  @Override
  public List<OptionSpec> options() {
    return SpikeOptions.with(OptionSpec.of("widths", List.of(256, 256), "neurons of the layers"));
  }

  @Override
  public Shape defaultInput() {
    return new Shape(1, 28, 28);
  }

  @Override
  public String defaultMethod() {
    return "bisnn";
  }

  @Override
  public int defaultClasses() {
    return 10;
  }

  @Override
  public Initialization initialization() {
    return Initialization.ofConvolutions(new Initializer.RandomSign(10));
  }

  @Override
  public void build(Slots slots, Options options) {
    List<Integer> widths = options.integers("widths");
    if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1)) {
      throw new NetworkException(
          "spiking-mlp: takes one width of at least 1 or more, found %s".formatted(widths));
    }
    Edge x =
        slots.nodes().add("flatten", new Operation.Flatten(), SpikeOptions.encoded(slots, options));
    for (int i = 0; i < widths.size(); i++) {
      String path = "hidden.layer" + i;
      Edge sums = slots.dense(path + ".dense", x, widths.get(i));
      x = SpikeOptions.neurons(slots, options, path + ".neurons", sums);
    }
    slots.classifier("head.readout", x);
  }
}

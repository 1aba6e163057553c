package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.ConvolutionShape;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/**
 * Convolutions of spiking neurons and a read-out: BiSNN's network for event cameras (arXiv
 * 2012.08300, code as released: 64, 128, 128 channels, kernel 7, max pools 2, 1, 2).
 */
public final class SpikingCnn implements Architecture {

  /** For {@link java.util.ServiceLoader}. */
  public SpikingCnn() {}

  @Override
  public String id() {
    return "spiking-cnn";
  }

  @Override
  public String title() {
    return "convolutions of spiking neurons: 64, 128, 128";
  }

  @Override
  public List<OptionSpec> options() {
    return SpikeOptions.with(
        OptionSpec.of("widths", List.of(64, 128, 128), "channels of the convolutions"),
        OptionSpec.of("pools", List.of(2, 1, 2), "side of the max pool behind each; 1 for none"),
        OptionSpec.of("kernel", 7, "side of the kernels, odd"));
  }

  @Override
  public Shape defaultInput() {
    return new Shape(2, 26, 26);
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
    return Initialization.ofConvolutions(new Initializer.RandomSign(5));
  }

  @Override
  public void build(Slots slots, Options options) {
    List<Integer> widths = options.integers("widths");
    List<Integer> pools = options.integers("pools");
    int kernel = options.integer("kernel");
    if (widths.isEmpty()
        || widths.size() != pools.size()
        || widths.stream().anyMatch(width -> width < 1)
        || pools.stream().anyMatch(pool -> pool < 1)
        || kernel < 1
        || kernel % 2 == 0) {
      throw new NetworkException(
          "spiking-cnn: takes as many pools as widths, each at least 1, and an odd kernel; found %s, %s and %d"
              .formatted(pools, widths, kernel));
    }
    Edge x = SpikeOptions.encoded(slots, options);
    for (int i = 0; i < widths.size(); i++) {
      String path = "stage.layer" + i;
      Edge sums =
          slots.convolution(path + ".conv", x, ConvolutionShape.of(widths.get(i), kernel, 1));
      x = SpikeOptions.neurons(slots, options, path + ".neurons", sums);
      if (pools.get(i) > 1) {
        x =
            slots
                .nodes()
                .add(path + ".pool", new Operation.MaxPool(pools.get(i), pools.get(i), 0), x);
      }
    }
    slots.classifier("head.readout", slots.nodes().add("flatten", new Operation.Flatten(), x));
  }
}

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

/**
 * Dense layers on a flattened image, each with normalization and non-linearity behind it and
 * dropout before it (BinaryConnect's and BayesBiNN's network for MNIST, arXiv 1511.00363 and
 * 2002.10778). The first layer has body weights on real inputs, as published.
 */
public final class Mlp implements Architecture {

  /** For {@link java.util.ServiceLoader}. */
  public Mlp() {}

  @Override
  public String id() {
    return "mlp";
  }

  @Override
  public String title() {
    return "dense layers for 28×28 images: 2048, 2048, 2048";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("widths", List.of(2048, 2048, 2048), "outputs of the hidden layers"),
        OptionSpec.of("dropout", 0.2, "share of zeroed inputs of each layer in training"));
  }

  @Override
  public Shape defaultInput() {
    return new Shape(1, 28, 28);
  }

  @Override
  public int defaultClasses() {
    return 10;
  }

  @Override
  public Initialization initialization() {
    return Initialization.ofConvolutions(new Initializer.InverseRootUniform());
  }

  @Override
  public void build(Slots slots, Options options) {
    List<Integer> widths = options.integers("widths");
    double rate = options.number("dropout");
    if (widths.stream().anyMatch(width -> width < 1) || rate < 0 || rate >= 1) {
      throw new NetworkException(
          "mlp: takes widths of at least 1 and dropout in [0, 1), found widths %s and dropout %s"
              .formatted(widths, rate));
    }
    Edge x = slots.nodes().add("flatten", new Operation.Flatten(), slots.input());
    for (int i = 0; i < widths.size(); i++) {
      String path = "hidden.layer" + i;
      Edge in = dropped(slots, path, x, rate);
      Edge signs = i == 0 ? in : slots.signs(path + ".dense", in);
      x = slots.dense(path + ".dense", signs, widths.get(i));
      x = slots.activation(path + ".act", slots.normalization(path + ".bn", x));
    }
    slots.classifier("head.classifier", dropped(slots, "head", x, rate));
  }

  private static Edge dropped(Slots slots, String path, Edge x, double rate) {
    return rate == 0 ? x : slots.nodes().add(path + ".dropout", new Operation.Dropout(rate), x);
  }
}

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
 * The plain stack of the CIFAR tables: 3×3 convolutions in pairs, each pair ended by a 2×2 max
 * pool, each convolution followed by [pool], normalization and non-linearity. {@link Vggs} lists
 * the published ones.
 *
 * @param id architecture id
 * @param title one line for people
 * @param hidden whether the published network has dense layers before the classifier
 */
record Vgg(String id, String title, boolean hidden) implements Architecture {

  private static final List<Integer> WIDTHS = List.of(128, 128, 256, 256, 512, 512);
  private static final int HIDDEN_LAYERS = 2;
  private static final Initializer SMALL = new Initializer.Normal(0.01);

  @Override
  public Shape defaultInput() {
    return new Shape(3, 32, 32);
  }

  @Override
  public int defaultClasses() {
    return 10;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.choice(
            "head",
            "linear: one real dense layer (IR-Net, ReCU, SD-BNN); hidden: two body layers before it"
                + " (BinaryConnect, BNN, BayesBiNN)",
            hidden ? "hidden" : "linear",
            hidden ? "linear" : "hidden"),
        OptionSpec.of("widths", WIDTHS, "channels of the convolutions, two for each resolution"),
        OptionSpec.of("hiddenWidth", 1024, "outputs of the hidden dense layers"));
  }

  /** As in the official VGG-Small code: fan-out for convolutions, 0.01 for dense layers. */
  @Override
  public Initialization initialization() {
    Initializer he = new Initializer.HeNormal(Initializer.Fan.OUT);
    return new Initialization(he, he, he, SMALL, SMALL, new Initializer.Constant(0));
  }

  @Override
  public void build(Slots slots, Options options) {
    List<Integer> widths = options.integers("widths");
    if (widths.isEmpty() || widths.size() % 2 != 0 || widths.stream().anyMatch(w -> w < 1)) {
      throw new NetworkException(
          "%s: takes two widths of at least 1 for each resolution, found %s".formatted(id, widths));
    }
    Edge x = slots.input();
    for (int i = 0; i < widths.size(); i++) {
      String path = "stage%d.layer%d".formatted(i / 2 + 1, i % 2);
      ConvolutionShape shape = ConvolutionShape.of(widths.get(i), 3, 1);
      x =
          i == 0
              ? slots.stemConvolution(path + ".conv", x, shape)
              : slots.binaryConvolution(path + ".conv", x, shape);
      if (i % 2 == 1) {
        x = slots.nodes().add(path + ".pool", new Operation.MaxPool(2, 2, 0), x);
      }
      x = normalized(slots, path, x);
    }
    x = slots.nodes().add("flatten", new Operation.Flatten(), x);
    if (options.text("head").equals("hidden")) {
      for (int i = 0; i < HIDDEN_LAYERS; i++) {
        String path = "head.layer" + i;
        Edge signs = slots.signs(path + ".dense", x);
        Edge y = slots.dense(path + ".dense", signs, options.integer("hiddenWidth"));
        x = normalized(slots, path, y);
      }
    }
    slots.classifier("head.classifier", x);
  }

  private static Edge normalized(Slots slots, String path, Edge x) {
    return slots.activation(path + ".act", slots.normalization(path + ".bn", x));
  }
}

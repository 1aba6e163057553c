package org.bnnlab.api.method;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.option.OptionSpec;

/** A method as a jar would bring it. */
public final class Plugin extends MethodModule {

  /** For the service loader. */
  public Plugin() {
    super(
        MethodDescriptor.named("plugin")
            .titled("A method of somebody else")
            .published(2026, "nowhere")
            .deviating("none known")
            .with(OptionSpec.of("threshold", 1.0, "half width of the window")));
  }

  @Override
  protected Bits defaultBits() {
    return new Bits(1, 32);
  }

  @Override
  protected void bindParts() {
    weights()
        .binarizedBy(OwnSign.class)
        .estimatedBy(new Window(options().number("threshold")))
        .onShortcutsOfBits(bits().activations() == 1 ? 1 : 32);
    activations().paddedWith(Padding.Value.MINUS_ONE);
    layers().activatedBy(Contributions.relu());
  }

  /** Made by Guice. */
  public static final class OwnSign implements Binarizer {
    @Override
    public Binarized binarize(NDArray normalized, LayerContext layer) {
      return Binarized.unscaled(normalized.sign());
    }
  }

  /** An estimator with the option it was made from. */
  record Window(double threshold) implements GradientEstimator {
    @Override
    public NDArray derivative(NDArray x, LayerContext layer) {
      return x.onesLike();
    }
  }
}

package org.bnnlab.methods.binarydensenet;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.baseline.LatentWeightClipping;
import org.bnnlab.methods.estimator.ClippedIdentity;

/**
 * What BinaryDenseNet, ResNetE and MeliusNet binarize with (Bethge et al., arXiv 1906.08637 and
 * 2001.05936): plain signs without scale, an activation gradient that stops beyond a threshold.
 *
 * <pre>
 * B = sign(W)    dL/dW = dL/dB
 * A = sign(v)    dL/dv = dL/dA · 1[|v| ≤ t], t = 1.3
 * y = (conv(A padded with -1, B) + n) / 2
 * </pre>
 *
 * <p>Where a batch norm stands (before the sign of dense layers, behind the convolutions of
 * ResNetE) is said by the architectures. There is no other non-linearity while activations are
 * binary; real activations get a ReLU in place of the sign.
 */
public abstract class ThresholdedSigns extends MethodModule {

  private static final OptionSpec FORM =
      OptionSpec.choice(
          "form",
          "official: padding -1, matching bits are counted, weight gradient as it comes; dot: the"
              + " same with dot products; larq: padding 0, dot products, weight gradient cut off"
              + " and latent weights kept within the threshold",
          "official",
          "dot",
          "larq");

  private static final OptionSpec THRESHOLD =
      OptionSpec.of("threshold", 1.3, "largest |x| at which a sign passes its gradient on");

  /** Adds the options to the description of the paper. */
  protected ThresholdedSigns(MethodDescriptor descriptor) {
    super(descriptor.with(FORM).with(THRESHOLD));
  }

  @Override
  protected void bindParts() {
    double threshold = threshold();
    weights().binarizedBy(new Sign());
    activations().estimatedBy(activationEstimator(threshold));
    if (options().text(FORM.name()).equals("larq")) {
      weights().estimatedBy(new ClippedIdentity(threshold));
      training().afterStep(new LatentWeightClipping(threshold));
    } else {
      weights().estimatedBy(new GradientEstimator.Identity());
      activations().paddedWith(Padding.Value.MINUS_ONE);
    }
    if (options().text(FORM.name()).equals("official") && bits().equals(Bits.BINARY)) {
      layers().afterConvolution(new MatchingBits());
    }
    if (bits().activations() > 1) {
      layers().activatedBy(Contributions.relu());
    }
  }

  /** Slope of the activations' sign. */
  protected GradientEstimator activationEstimator(double threshold) {
    return new ClippedIdentity(threshold);
  }

  private double threshold() {
    double threshold = options().number(THRESHOLD.name());
    requireArgument(threshold > 0, "threshold must be above 0, found %s", threshold);
    return threshold;
  }
}

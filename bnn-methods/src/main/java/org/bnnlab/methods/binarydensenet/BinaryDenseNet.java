package org.bnnlab.methods.binarydensenet;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.estimator.ApproximateSign;

/**
 * BinaryDenseNet and ResNetE: training from scratch needs neither scales nor a special gradient
 * (Bethge et al., 2019).
 */
public final class BinaryDenseNet extends ThresholdedSigns {

  private static final OptionSpec GRADIENT =
      OptionSpec.choice(
          "gradient",
          "gradient of an activation's sign: the identity, or the polynomial of Bi-Real Net, within"
              + " the threshold",
          "sign",
          "approxsign");

  /** For {@link java.util.ServiceLoader}. */
  public BinaryDenseNet() {
    super(
        MethodDescriptor.named("binarydensenet")
            .titled("Back to Simplicity: How to Train Accurate BNNs from Scratch?")
            .published(2019, "arXiv:1906.08637")
            .deviating(
                "the threshold is 1.3 as in the published runs of 2020; the script's default and"
                    + " the ablations of 2018 have 1 (threshold: 1)")
            .deviating(
                "larq's zoo pads with 0, computes dot products, and cuts weight gradients and"
                    + " latent weights off at the threshold (form: larq)")
            .deviating(
                "scaling factors, which the paper tests and rejects, are left out; other methods"
                    + " have them")
            .with(GRADIENT));
  }

  @Override
  protected GradientEstimator activationEstimator(double threshold) {
    if (options().text(GRADIENT.name()).equals("sign")) {
      return super.activationEstimator(threshold);
    }
    requireArgument(
        threshold <= 1,
        "the slope of approxsign is negative beyond 1, found threshold %s; use threshold: 1",
        threshold);
    return new ApproximateSign(threshold);
  }
}

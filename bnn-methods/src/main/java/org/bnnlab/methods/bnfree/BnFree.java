package org.bnnlab.methods.bnfree;

import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.estimator.Polynomial;
import org.bnnlab.methods.reactnet.PositiveStart;
import org.bnnlab.methods.reactnet.ReActParts;

/** "BNN - BN = ?": binary networks without batch normalization (Chen et al., 2021). */
public final class BnFree extends MethodModule {

  private static final String REPLACED = "replaced";

  /** For {@link java.util.ServiceLoader}. */
  public BnFree() {
    super(
        MethodDescriptor.named("bnfree")
            .titled("BNN - BN = ? Training Binary Neural Networks without Batch Normalization")
            .published(2021, "arXiv:2104.08215")
            .deviating(
                "the expected variance does not grow by the first block of a stage, as in the"
                    + " official code (the paper's formula would let it)")
            .deviating(
                "the paper's figure divides by β; the code (and we) multiply by its inverse root of"
                    + " the variance")
            .deviating(
                "the official script builds the ImageNet stem for CIFAR, too; the network's option"
                    + " stem decides here")
            .with(
                OptionSpec.choice(
                    "normalization",
                    "replaced: the method; batch-norm: its control with batch normalization;"
                        + " nothing: batch normalization deleted and nothing put in its place",
                    REPLACED,
                    "batch-norm",
                    "nothing"))
            .with(OptionSpec.of("alpha", 0.2, "factor of the residual branches"))
            .with(OptionSpec.of("gamma", 1.0, "correction of the weight standardization"))
            .with(OptionSpec.of("clip", 0.02, "λ of the adaptive gradient clipping")));
  }

  @Override
  protected void bindParts() {
    String normalization = options().text("normalization");
    weights()
        .binarizedBy(new MeanScaledSign(ScaleGradient.DETACHED))
        .estimatedBy(new ClippedIdentity())
        .onShortcutsOfBits(1);
    if (bits().weights() == 1) {
      weights().initializedBy(new PositiveStart(true));
    }
    activations().precededBy(ReActParts.sign()).estimatedBy(new Polynomial());
    layers().activatedBy(ReActParts.pRelu());
    training().gradientTransform(new AdaptiveGradientClipping(options().number("clip")));
    if (!normalization.equals("batch-norm")) {
      layers().normalizedBy(Contributions.nothing());
    }
    if (normalization.equals(REPLACED)) {
      ScaledStandardization standardization = new ScaledStandardization(options().number("gamma"));
      NodeContribution gain = Contributions.channelScale("gain", new Initializer.Constant(1));
      weights().normalizedBy(standardization).whenRealNormalizedBy(standardization);
      layers()
          .afterConvolution(gain)
          .afterStem(gain)
          .afterShortcut(gain)
          .residualBy(new VarianceScaledResidual(options().number("alpha")));
    }
  }
}

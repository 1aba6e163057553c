package org.bnnlab.methods.reactnet;

import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.estimator.Polynomial;

/**
 * ReActNet: learned thresholds before the sign (RSign) and shifted PReLUs (RPReLU) (Liu et al.,
 * ECCV 2020).
 */
public final class ReActNet extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public ReActNet() {
    super(
        MethodDescriptor.named("reactnet")
            .titled(
                "ReActNet: Towards Precise Binary Neural Network with Generalized Activation"
                    + " Functions")
            .published(2020, "arXiv:2003.03488")
            .deviating(
                "the paper's threshold is the negative of the code's (and our) shift before the"
                    + " sign"));
  }

  @Override
  protected void bindParts() {
    weights()
        .binarizedBy(new MeanScaledSign(ScaleGradient.DETACHED))
        .estimatedBy(new ClippedIdentity());
    if (bits().weights() == 1) {
      weights().initializedBy(new PositiveStart(false));
    }
    activations().precededBy(ReActParts.sign()).estimatedBy(new Polynomial());
    layers().activatedBy(ReActParts.pRelu());
  }
}

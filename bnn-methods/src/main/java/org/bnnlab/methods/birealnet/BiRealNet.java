package org.bnnlab.methods.birealnet;

import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.estimator.Polynomial;
import org.bnnlab.methods.reactnet.PositiveStart;

/** Bi-Real Net: a real-valued shortcut around every binary convolution (Liu et al., ECCV 2018). */
public final class BiRealNet extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public BiRealNet() {
    super(
        MethodDescriptor.named("birealnet")
            .titled(
                "Bi-Real Net: Enhancing the Performance of 1-bit CNNs with Improved"
                    + " Representational Capability and Advanced Training Algorithm")
            .published(2018, "arXiv:1808.00278")
            .deviating(
                "the weight gradient is the clipped identity of the authors' PyTorch code; the"
                    + " magnitude-aware gradient of the Caffe code is not used"));
  }

  @Override
  protected void bindParts() {
    weights()
        .binarizedBy(new MeanScaledSign(ScaleGradient.DETACHED))
        .estimatedBy(new ClippedIdentity());
    if (bits().weights() == 1) {
      weights().initializedBy(new PositiveStart(false));
    }
    activations().estimatedBy(new Polynomial());
  }
}

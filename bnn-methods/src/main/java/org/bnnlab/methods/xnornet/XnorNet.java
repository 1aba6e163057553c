package org.bnnlab.methods.xnornet;

import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.bnnlab.methods.estimator.ClippedIdentity;

/** XNOR-Net: binary weights with the scale of least error (Rastegari et al., ECCV 2016). */
public final class XnorNet extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public XnorNet() {
    super(
        MethodDescriptor.named("xnornet")
            .titled("XNOR-Net: ImageNet Classification Using Binary Convolutional Neural Networks")
            .published(2016, "arXiv:1603.05279")
            .deviating(
                "the map K of input magnitudes is left out, as in later re-implementations: the"
                    + " paper reports that it matters little")
            .with(
                OptionSpec.choice(
                    "scaleGradient",
                    "differentiated: the scale takes part in the gradient (paper, equation 11);"
                        + " detached: it is a constant that does not",
                    "differentiated",
                    "detached")));
  }

  @Override
  protected void bindParts() {
    boolean differentiated = options().text("scaleGradient").equals("differentiated");
    weights()
        .binarizedBy(
            new MeanScaledSign(
                differentiated ? ScaleGradient.DIFFERENTIATED : ScaleGradient.DETACHED))
        .estimatedBy(new ClippedIdentity());
    activations().estimatedBy(new ClippedIdentity());
    layers().activatedBy(Contributions.hardTanh());
  }
}

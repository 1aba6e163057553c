package org.bnnlab.methods.baseline;

import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.methods.estimator.ClippedIdentity;

/**
 * The plain binary network: sign of weights and activations, clipped straight-through gradient,
 * latent weights kept in [-1, 1] (Courbariaux et al., 2016, arXiv 1602.02830).
 */
public final class PlainBinary extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public PlainBinary() {
    super(
        MethodDescriptor.named("bnn")
            .titled(
                "Binarized Neural Networks: Training Neural Networks with Weights and Activations"
                    + " Constrained to +1 or -1")
            .published(2016, "arXiv:1602.02830")
            .deviating("the paper also draws stochastic signs; the deterministic sign is used"));
  }

  @Override
  protected void bindParts() {
    weights().binarizedBy(new Sign()).estimatedBy(new ClippedIdentity());
    activations().estimatedBy(new ClippedIdentity());
    layers().activatedBy(Contributions.hardTanh());
    training().afterStep(new LatentWeightClipping(1));
  }
}

package org.bnnlab.methods.meliusnet;

import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.methods.binarydensenet.ThresholdedSigns;

/**
 * MeliusNet (Bethge et al., WACV 2021): the binarization of BinaryDenseNet; what is new stands in
 * the architecture, blocks that correct the newest channels.
 */
public final class MeliusNet extends ThresholdedSigns {

  /** For {@link java.util.ServiceLoader}. */
  public MeliusNet() {
    super(
        MethodDescriptor.named("meliusnet")
            .titled(
                "MeliusNet: Can Binary Neural Networks Achieve MobileNet-level Accuracy? (WACV"
                    + " 2021: An Improved Network Architecture for Binary Neural Networks)")
            .published(2020, "arXiv:2001.05936")
            .deviating(
                "larq's zoo pads with 0, computes dot products, and cuts weight gradients and"
                    + " latent weights off at the threshold (form: larq)"));
  }
}

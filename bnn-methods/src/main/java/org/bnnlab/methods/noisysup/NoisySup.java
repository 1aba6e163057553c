package org.bnnlab.methods.noisysup;

import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.binarizer.LayerScaledSign;
import org.bnnlab.methods.estimator.ClippedGradient;
import org.bnnlab.methods.estimator.ClippedIdentity;

/** LNS: binary weights predicted by a network per layer (Han et al., ICML 2020). */
public final class NoisySup extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public NoisySup() {
    super(
        MethodDescriptor.named("noisysup")
            .titled("Training Binary Neural Networks through Learning with Noisy Supervision")
            .published(2020, "arXiv:2010.04871")
            .deviating(
                "reconstructed, since the official code is not public: how the network's output"
                    + " becomes signs (sign, the gradient's value clipped to ±1 as in equation 3;"
                    + " the auxiliary loss is taken of the output itself)")
            .deviating(
                "reconstructed: the scale mean |W| of the whole layer; the statistics of the"
                    + " network's normalizations; its start; the clipped identity and hardtanh of"
                    + " the activations, as in plain binary networks")
            .deviating(
                "labels: the algorithm recomputes them from the trained weight, the text calls the"
                    + " pretrained signs the labels; the algorithm's is the default (labels:"
                    + " current)")
            .with(OptionSpec.of("alpha", 1.0, "weight of the auxiliary loss"))
            .with(
                OptionSpec.of(
                    "rhoPositive", 0.005, "rate at which a true +1 is labelled -1 (CIFAR-10)"))
            .with(
                OptionSpec.of(
                    "rhoNegative", 0.005, "rate at which a true -1 is labelled +1 (CIFAR-10)"))
            .with(
                OptionSpec.choice(
                    "mapping",
                    "network: signs are predicted; none: signs of the weight itself, with alpha: 0"
                        + " the paper's control run and its baseline",
                    "network",
                    "none"))
            .with(
                OptionSpec.choice(
                    "labels",
                    "current: signs of the trained weight; frozen: signs that training starts with",
                    "current",
                    "frozen"))
            .with(
                OptionSpec.choice(
                    "activation",
                    "non-linearity; prelu in the ImageNet networks, with approx-sign as the"
                        + " activations' estimator",
                    "hardtanh",
                    "prelu")));
  }

  @Override
  protected void bindParts() {
    weights()
        .normalizedBy(
            new NoisySupervision(
                new UnbiasedLoss(options().number("rhoPositive"), options().number("rhoNegative")),
                options().number("alpha"),
                options().text("mapping").equals("network"),
                options().text("labels").equals("frozen")))
        .binarizedBy(new LayerScaledSign(true))
        .estimatedBy(new ClippedGradient());
    activations().estimatedBy(new ClippedIdentity());
    layers()
        .activatedBy(
            options().text("activation").equals("prelu")
                ? Contributions.pRelu()
                : Contributions.hardTanh());
  }
}

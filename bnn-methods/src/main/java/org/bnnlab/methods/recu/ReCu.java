package org.bnnlab.methods.recu;

import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.bnnlab.methods.estimator.Polynomial;
import org.bnnlab.methods.reactnet.ReActParts;

/** ReCU: reviving the dead weights in binary neural networks (Xu et al., ICCV 2021). */
public final class ReCu extends MethodModule {

  private static final double ACTIVATION_EPSILON = 1e-5;

  /** For {@link java.util.ServiceLoader}. */
  public ReCu() {
    super(
        MethodDescriptor.named("recu")
            .titled("ReCU: Reviving the Dead Weights in Binary Neural Networks")
            .published(2021, "arXiv:2103.12369")
            .deviating(
                "scale: the paper computes it from the weights, the official code learns it from a"
                    + " random start; the code's is the default (scale: learned)")
            .deviating(
                "clamp: the paper tells of moved weights; in the code (and here) the latent weight"
                    + " stays and the clamp takes its direct gradient away")
            .deviating(
                "activations are divided by their standard deviation per sample in training: in"
                    + " the code only")
            .with(
                OptionSpec.choice(
                    "scale",
                    "learned: a factor per output channel, uniform in [0, 1) at the start;"
                        + " computed: mean |w| per output channel, without gradient",
                    "learned",
                    "computed"))
            .with(
                OptionSpec.choice(
                    "form",
                    "one-stage: hardtanh; two-stage: ReActNet's learned shifts and RPReLU around"
                        + " the same convolution",
                    "one-stage",
                    "two-stage"))
            .with(OptionSpec.of("tauStart", 0.85, "τ of the first epoch"))
            .with(OptionSpec.of("tauEnd", 0.99, "τ that the schedule approaches")));
  }

  @Override
  protected void bindParts() {
    boolean learned = options().text("scale").equals("learned");
    weights()
        .normalizedBy(new RectifiedClamp(options().number("tauStart"), options().number("tauEnd")))
        .binarizedBy(learned ? new Sign() : new MeanScaledSign(ScaleGradient.MULTIPLIES))
        .estimatedBy(new GradientEstimator.Identity());
    boolean reactive = options().text("form").equals("two-stage");
    activations()
        .precededBy(reactive ? shiftedAndStandardized() : standardized())
        .estimatedBy(new Polynomial());
    if (learned) {
      layers().afterConvolution(Contributions.channelScale("alpha", new Initializer.Uniform(0, 1)));
    }
    layers().activatedBy(reactive ? ReActParts.pRelu() : Contributions.hardTanh());
  }

  private static NodeContribution standardized() {
    return Contributions.named(
        "per-sample std (training only)",
        (net, path, input) ->
            net.add(
                path + ".standardization",
                new Operation.SampleStandardization(ACTIVATION_EPSILON),
                input));
  }

  private static NodeContribution shiftedAndStandardized() {
    return Contributions.named(
        "learned shift (RSign), per-sample std (training only)",
        (net, path, input) ->
            standardized().contribute(net, path, ReActParts.sign().contribute(net, path, input)));
  }
}

package org.bnnlab.methods.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.part.NamedPart;
import org.bnnlab.api.part.PartProvider;
import org.bnnlab.methods.binarizer.LayerScaledSign;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.bnnlab.methods.bnfree.ScaledStandardization;
import org.bnnlab.methods.classcentres.SymmetricHead;
import org.bnnlab.methods.estimator.ApproximateSign;
import org.bnnlab.methods.estimator.ClippedGradient;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.estimator.ErrorDecay;
import org.bnnlab.methods.estimator.HyperbolicTangent;
import org.bnnlab.methods.estimator.Polynomial;
import org.bnnlab.methods.estimator.SwishSign;
import org.bnnlab.methods.irnet.BalancedStandardization;
import org.bnnlab.methods.irnet.PowerOfTwoScaledSign;
import org.bnnlab.methods.noisysup.NoisySupervision;
import org.bnnlab.methods.noisysup.UnbiasedLoss;
import org.bnnlab.methods.recu.RectifiedClamp;
import org.bnnlab.methods.sdbnn.ActivationSelfDistribution;
import org.bnnlab.methods.sdbnn.WeightSelfDistribution;
import org.bnnlab.methods.unbalanced.ThresholdShift;

/** The parts of the built-in methods under the names that recipes use. */
public final class BuiltInParts implements PartProvider {

  /** For {@link java.util.ServiceLoader}. */
  public BuiltInParts() {}

  @Override
  public List<NamedPart> parts() {
    List<NamedPart> all = new ArrayList<>();
    all.addAll(estimators());
    all.addAll(normalizers());
    all.addAll(binarizers());
    all.addAll(beforeSign());
    all.addAll(outputs());
    all.addAll(heads());
    return all;
  }

  private static List<NamedPart> estimators() {
    return List.of(
        NamedPart.estimator(
            "identity", "slope 1 everywhere", options -> new GradientEstimator.Identity()),
        NamedPart.estimator(
                "clipped-identity",
                "slope 1 where |x| is at most the threshold (BNN)",
                options -> new ClippedIdentity(options.number("threshold")))
            .with(OptionSpec.of("threshold", 1.0, "half width of the window")),
        NamedPart.estimator(
            "polynomial",
            "slope 2 - 2|x| inside [-1, 1] (Bi-Real Net)",
            options -> new Polynomial()),
        NamedPart.estimator(
                "approx-sign",
                "slope 2 - 2|x| where |x| is at most the threshold, negative beyond 1"
                    + " (BinaryDenseNet)",
                options -> new ApproximateSign(options.number("threshold")))
            .with(OptionSpec.of("threshold", 1.0, "where the slope is cut")),
        NamedPart.estimator(
                "ede",
                "slope of k·tanh(t·x), t grows with the epochs (IR-Net)",
                options -> new ErrorDecay(options.number("tStart"), options.number("tEnd")))
            .with(OptionSpec.of("tStart", 0.1, "t of the first epoch"))
            .with(OptionSpec.of("tEnd", 10.0, "t that the schedule approaches")),
        NamedPart.estimator(
                "tanh",
                "slope of tanh(t·x)",
                options -> new HyperbolicTangent(options.number("sharpness")))
            .with(OptionSpec.of("sharpness", 1.0, "t")),
        NamedPart.estimator(
                "swish-sign",
                "slope of SwishSign, negative far from 0 (BNN+)",
                options -> new SwishSign(options.number("beta")))
            .with(OptionSpec.of("beta", 5.0, "sharpness")),
        NamedPart.weightEstimator(
                "clipped-gradient",
                "the gradient's values clipped, whatever x is (noisy supervision)",
                options -> new ClippedGradient(options.number("bound")))
            .with(OptionSpec.of("bound", 1.0, "largest magnitude of a gradient")));
  }

  private static List<NamedPart> normalizers() {
    return List.of(
        NamedPart.normalizer("identity", "the weight itself", options -> new Normalizer.Identity()),
        NamedPart.normalizer(
            "balanced-standardization",
            "centred, divided by the unbiased deviation (IR-Net)",
            options -> new BalancedStandardization()),
        NamedPart.normalizer(
                "rectified-clamp",
                "centred, deviation 2√2, clamped at the quantiles of τ (ReCU)",
                options -> new RectifiedClamp(options.number("tauStart"), options.number("tauEnd")))
            .with(OptionSpec.of("tauStart", 0.85, "τ of the first epoch"))
            .with(OptionSpec.of("tauEnd", 0.99, "τ that the schedule approaches")),
        NamedPart.normalizer(
                "scaled-standardization",
                "centred, divided by the deviation and the root of the fan-in (BN-free)",
                options -> new ScaledStandardization(options.number("gamma")))
            .with(OptionSpec.of("gamma", 1.0, "correction for the non-linearity")),
        NamedPart.normalizer(
            "self-distribution",
            "shifted by a learned share of its mean (SD-BNN)",
            options -> new WeightSelfDistribution()),
        NamedPart.normalizer(
                "noisy-supervision",
                "predicted by a mapping network, with its auxiliary loss (noisy supervision)",
                options ->
                    new NoisySupervision(
                        new UnbiasedLoss(options.number("rho"), options.number("rho")),
                        options.number("alpha"),
                        true,
                        false))
            .with(OptionSpec.of("alpha", 1.0, "weight of the auxiliary loss"))
            .with(OptionSpec.of("rho", 0.005, "rate of wrong labels")));
  }

  private static List<NamedPart> binarizers() {
    return List.of(
        NamedPart.binarizer("sign", "no scale", options -> new Sign()),
        NamedPart.binarizer(
                "channel-mean",
                "scale mean |w| per output channel (XNOR-Net, Bi-Real Net)",
                options ->
                    new MeanScaledSign(
                        ScaleGradient.valueOf(options.text("scale").toUpperCase(Locale.ROOT))))
            .with(
                OptionSpec.choice(
                    "scale",
                    "its part in the gradient",
                    "detached",
                    "multiplies",
                    "differentiated")),
        NamedPart.binarizer(
                "layer-mean",
                "one scale mean |w| for the layer (DoReFa-Net)",
                options -> new LayerScaledSign(options.text("of").equals("latent")))
            .with(OptionSpec.choice("of", "the weight that is averaged", "normalized", "latent")),
        NamedPart.binarizer(
            "power-of-two",
            "scale 2^s nearest to mean |w| per output channel (IR-Net)",
            options -> new PowerOfTwoScaledSign()));
  }

  private static List<NamedPart> beforeSign() {
    return List.of(
        NamedPart.beforeSign("none", "nothing", options -> Contributions.nothing()),
        NamedPart.beforeSign(
            "batch-norm",
            "batch normalization (XNOR-Net's order)",
            options ->
                Contributions.named(
                    "batch norm",
                    (net, path, input) ->
                        Contributions.batchNormalization().contribute(net, path + ".norm", input))),
        NamedPart.beforeSign(
                "sample-standardization",
                "each sample divided by its deviation, in training only (ReCU)",
                options -> sampleStandardization(options.number("epsilon")))
            .with(OptionSpec.of("epsilon", 1e-5, "what keeps the variance above 0")),
        NamedPart.beforeSign(
                "threshold",
                "fixed or learned shift of the threshold (unbalanced, RSign)",
                options ->
                    new ThresholdShift(
                        options.number("at"), options.text("shift").equals("learned")))
            .with(OptionSpec.of("at", 0.0, "where the sign changes (its start, learned)"))
            .with(
                OptionSpec.choice(
                    "shift", "a parameter per channel, or a constant", "learned", "fixed")),
        NamedPart.beforeSign(
                "self-distribution",
                "raised by an offset from a squeeze-and-excitation branch (SD-BNN)",
                options -> new ActivationSelfDistribution(options.integer("reduction")))
            .with(OptionSpec.of("reduction", 16, "quotient of channels and hidden units")));
  }

  private static NodeContribution sampleStandardization(double epsilon) {
    return Contributions.named(
        "per-sample std (training only)",
        (net, path, input) ->
            net.add(
                path + ".standardization", new Operation.SampleStandardization(epsilon), input));
  }

  private static List<NamedPart> outputs() {
    return List.of(
        NamedPart.convolutionOutput("none", "nothing", options -> Contributions.nothing()),
        NamedPart.convolutionOutput(
                "learned-scale",
                "a learned factor per output channel (ReCU)",
                options ->
                    Contributions.channelScale(
                        "alpha",
                        new Initializer.Uniform(options.number("from"), options.number("to"))))
            .with(OptionSpec.of("from", 0.0, "least start value"))
            .with(OptionSpec.of("to", 1.0, "what start values stay below")));
  }

  private static List<NamedPart> heads() {
    return List.of(
        NamedPart.head("classifier", "a dense layer with bias", options -> new Head.Classifier()),
        NamedPart.head(
                "class-centres",
                "weights of the classes in one plane at equal angles (class centres)",
                options -> new SymmetricHead(options.number("scale")))
            .with(OptionSpec.of("scale", 16.0, "what cosines are multiplied by; 0: by classes")));
  }
}

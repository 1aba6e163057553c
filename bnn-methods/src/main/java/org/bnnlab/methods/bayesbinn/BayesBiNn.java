package org.bnnlab.methods.bayesbinn;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.Locale;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.option.OptionSpec;

/** BayesBiNN: binary networks by the Bayesian learning rule (Meng et al., ICML 2020). */
public final class BayesBiNn extends MethodModule {

  private static final Bits WEIGHTS_ONLY = new Bits(1, 32);

  /** For {@link java.util.ServiceLoader}. */
  public BayesBiNn() {
    super(
        MethodDescriptor.named("bayesbinn")
            .titled("Training Binary Neural Networks using the Bayesian Learning Rule")
            .published(2020, "arXiv:2002.10778")
            .deviating(
                "mean: the official code takes 1 − μ² one step late by a slip; here it is the"
                    + " current one (mean: lagging replays theirs)")
            .deviating(
                "1e-10 is added to 1 − w² and 1 − μ² as in the code, in float32: with temperatures"
                    + " of 1e-8 and less, as published, it decides the steps")
            .deviating(
                "all normalizations share normMomentum; in the official VGG those behind dense"
                    + " layers have 0.1")
            .with(OptionSpec.of("temperature", 1e-10, "τ of the relaxed weights in training"))
            .with(
                OptionSpec.of(
                    "samples", 1, "networks drawn for each batch; 0: train with the mean"))
            .with(OptionSpec.of("start", 10.0, "size of λ at the start; its sign is random"))
            .with(OptionSpec.of("momentum", 0.0, "β, what remains of the direction after a step"))
            .with(
                OptionSpec.of(
                    "trainingSets",
                    1.0,
                    "what the number of training images is multiplied by; 10 with augmentation"))
            .with(OptionSpec.of("klWeight", 1.0, "weight of the divergence from the prior"))
            .with(
                OptionSpec.choice(
                    "prior",
                    "uniform: both signs alike; previous: the posterior that training starts with,"
                        + " for continual learning",
                    "uniform",
                    "previous"))
            .with(
                OptionSpec.choice(
                    "mean",
                    "current: 1 − μ² at the step's λ; lagging: at that of the step before, as in"
                        + " the official code",
                    "current",
                    "lagging"))
            .with(OptionSpec.of("networks", 10, "networks of an ensemble in evaluation"))
            .with(OptionSpec.of("normEpsilon", 1e-4, "ε of the normalizations"))
            .with(
                OptionSpec.of(
                    "normMomentum", 0.15, "weight of a batch in the running statistics")));
  }

  @Override
  protected Bits defaultBits() {
    return WEIGHTS_ONLY;
  }

  @Override
  protected void bindParts() {
    requireArgument(
        bits().equals(WEIGHTS_ONLY),
        "its weights are binary and its activations real, bits are 1/32, found %s",
        bits());
    PosteriorSampling sampling =
        new PosteriorSampling(options().integer("samples"), options().integer("networks"));
    ConcreteSample sample =
        new ConcreteSample(options().number("temperature"), sampling.samples() > 0);
    ConcreteGradient gradient = new ConcreteGradient(sample);
    RandomSigns start = new RandomSigns(options().number("start"));
    weights()
        .binarizedBy(sample)
        .estimatedBy(gradient)
        .inStemOfBits(1)
        .onShortcutsOfBits(1)
        .initializedBy(start);
    layers()
        .normalizedBy(normalization())
        .activatedBy(Contributions.relu())
        .headedBy(
            new BinaryClassifier(
                new Weights.Binary(
                    new Normalizer.Identity(), sample, gradient, start.initializer()),
                normalization()));
    training()
        .optimizer(new NaturalGradientFactory(settings(), options().number("trainingSets")))
        .learningRule(sampling);
  }

  private PosteriorSettings settings() {
    return new PosteriorSettings(
        options().number("momentum"),
        options().number("klWeight"),
        PosteriorSettings.Prior.valueOf(options().text("prior").toUpperCase(Locale.ROOT)),
        options().text("mean").equals("lagging"));
  }

  private NodeContribution normalization() {
    double epsilon = options().number("normEpsilon");
    double momentum = options().number("normMomentum");
    requireArgument(
        momentum > 0 && momentum <= 1, "normMomentum must be in (0, 1], found %s", momentum);
    return Contributions.named(
        "batch norm without factor and offset",
        (net, path, input) ->
            net.add(
                path,
                new Operation.BatchNormalization(input.channels(), epsilon, 1 - momentum, false, 1),
                input));
  }
}

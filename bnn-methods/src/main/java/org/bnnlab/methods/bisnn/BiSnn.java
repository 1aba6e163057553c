package org.bnnlab.methods.bisnn;

import java.util.Locale;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.bayesbinn.RandomSigns;

/** BiSNN: spiking networks with binary weights (Jang, Skatchkovsky, Simeone, DSLW 2021). */
public final class BiSnn extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public BiSnn() {
    super(
        MethodDescriptor.named("bisnn")
            .titled(
                "BiSNN: Training Spiking Neural Networks with Binary Weights via Bayesian Learning")
            .published(2021, "arXiv:2012.08300")
            .deviating(
                "the paper's text could not be read; forward, losses and updates are those of the"
                    + " official code, and its tables have no figures to compare with")
            .deviating(
                "read-outs have one output per class and no bias; the official ones of two moons"
                    + " have a single output, those for events a fixed bias")
            .deviating(
                "score-function and Gumbel variants of the code, which no published result uses,"
                    + " are left out; the former descends in the wrong direction there")
            .with(
                OptionSpec.choice(
                    "rule",
                    "straight-through: signs of latent weights (ST-BiSNN); bayesian: draws from a"
                        + " posterior (Bayes-BiSNN)",
                    "straight-through",
                    "bayesian"))
            .with(OptionSpec.of("temperature", 1.0, "τ of the drawn weights"))
            .with(OptionSpec.of("rho", 5e-4, "weight of the divergence from the prior"))
            .with(OptionSpec.of("prior", 0.5, "probability of +1 under the prior"))
            .with(
                OptionSpec.choice(
                    "loss",
                    "of every layer's read-out; softmax-cross-entropy takes the softmax twice, as"
                        + " the official Bayesian script for events",
                    "cross-entropy",
                    "binary-cross-entropy",
                    "softmax-cross-entropy"))
            .with(OptionSpec.of("burnIn", 10, "first time steps, which nothing is learned from"))
            .with(OptionSpec.of("start", 10.0, "size of a latent weight at the start"))
            .with(OptionSpec.of("networks", 10, "networks of an ensemble in evaluation")));
  }

  @Override
  protected void bindParts() {
    weights()
        .binarizedBy(new Sign())
        .estimatedBy(new GradientEstimator.Identity())
        .inStemOfBits(1)
        .initializedBy(new RandomSigns(options().number("start")));
    layers().headedBy(new FixedReadout());
    training()
        .learningRule(
            new LocalLearningFactory(
                rule(), loss(), options().integer("burnIn"), options().integer("networks")));
  }

  private WeightRule rule() {
    return options().text("rule").equals("bayesian")
        ? new WeightRule.Bayesian(
            options().number("temperature"), options().number("rho"), options().number("prior"))
        : new WeightRule.StraightThrough();
  }

  private LocalLoss loss() {
    String id = options().text("loss");
    boolean softmax = id.startsWith("softmax-");
    String kind = softmax ? id.substring("softmax-".length()) : id;
    return new LocalLoss(
        LocalLoss.Kind.valueOf(kind.replace('-', '_').toUpperCase(Locale.ROOT)), softmax);
  }
}

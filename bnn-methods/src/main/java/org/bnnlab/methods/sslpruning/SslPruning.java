package org.bnnlab.methods.sslpruning;

import java.util.Locale;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.training.Objective;
import org.bnnlab.methods.s2bnn.MomentumContrastFactory;
import org.bnnlab.methods.s2bnn.ProjectionHead;
import org.bnnlab.methods.sslpruning.PruningRoundsFactory.Task;
import org.bnnlab.methods.sslpruning.RoundSettings.Criterion;

/**
 * Pruning with self-supervision: any other method, its convolutions pruned in rounds by masks that
 * need no labels (Caron et al., 2020).
 */
public final class SslPruning extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public SslPruning() {
    super(
        MethodDescriptor.named("sslpruning")
            .titled("Pruning Convolutional Neural Networks with Self-Supervision")
            .published(2020, "arXiv:2001.03554")
            .deviating(
                "reconstructed, since of the paper only the abstract could be read and there is no"
                    + " official code: rounds, shares, rewinding and the pretext tasks are those of"
                    + " the iterative magnitude pruning that others published")
            .deviating(
                "masks are exact by rank; the public code of open_lth removes one weight more and"
                    + " all ties")
            .deviating(
                "reconstructed: stem and classifier are not pruned; the second pretext task is"
                    + " momentum contrast in place of the paper's")
            .deviating(
                "a round's schedule starts at its beginning, not at epoch k, where the weights are")
            .deviating(
                "ours: in binary networks latent weights are pruned by magnitude, so weights are"
                    + " ternary; an assumption to test, not a result of the paper")
            .with(
                OptionSpec.of(
                    "host", "birealnet", "the method that is pruned, with its options' defaults"))
            .with(
                OptionSpec.choice(
                    "task",
                    "what is learned meanwhile: rotation and contrast need no labels; labels also"
                        + " re-trains what they found",
                    "rotation",
                    "contrast",
                    "labels"))
            .with(
                OptionSpec.of(
                    "share", 0.2, "share of the remaining weights that goes where a stage begins"))
            .with(
                OptionSpec.choice(
                    "criterion",
                    "magnitude; random; shuffled: as many of each layer as by magnitude, at random",
                    "magnitude",
                    "random",
                    "shuffled"))
            .with(
                OptionSpec.of("rewind", 1, "epoch of the first stage whose start is gone back to"))
            .with(
                OptionSpec.choice(
                    "start",
                    "rewound: weights of that epoch; trained: those of the stage before",
                    "rewound",
                    "trained"))
            .with(OptionSpec.of("temperature", 0.2, "T of the contrast"))
            .with(OptionSpec.of("momentum", 0.999, "m of the contrast's key encoder"))
            .with(OptionSpec.of("queue", 4096, "keys of the contrast"))
            .with(OptionSpec.of("dimension", 128, "dimension of the contrast's embedding")));
  }

  @Override
  protected void bindParts() {
    Method host = host(options().text("host"));
    Task task = Task.valueOf(options().text("task").toUpperCase(Locale.ROOT));
    inherit(
        host,
        Slot.WEIGHT_NORMALIZER,
        Slot.REAL_WEIGHT_NORMALIZER,
        Slot.WEIGHT_BINARIZER,
        Slot.HEAD,
        Slot.OBJECTIVE,
        Slot.AFTER_STEP,
        Slot.LEARNING_RULE);
    weights()
        .normalizedBy(new MaskedWeight(host.weightNormalizer()))
        .whenRealNormalizedBy(new MaskedWeight(host.realWeightNormalizer()))
        .binarizedBy(new MaskedSigns(host.weightBinarizer()));
    layers()
        .headedBy(
            switch (task) {
              case ROTATION -> new RotationHead();
              case CONTRAST -> new ProjectionHead(options().integer("dimension"));
              case LABELS -> host.head();
            });
    training()
        .objective(task == Task.LABELS ? host.objective() : new Objective.CrossEntropy())
        .afterStep(new KeepsPrunedZero(host.afterStep()))
        .learningRule(
            new PruningRoundsFactory(
                task,
                new RoundSettings(
                    options().number("share"),
                    Criterion.valueOf(options().text("criterion").toUpperCase(Locale.ROOT)),
                    options().integer("rewind"),
                    options().text("start").equals("rewound")),
                new MomentumContrastFactory(
                    options().number("temperature"),
                    options().number("momentum"),
                    options().integer("queue"))));
  }
}

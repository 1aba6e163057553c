package org.bnnlab.methods.s2bnn;

import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.objective.GuidedDistribution;

/**
 * S2-BNN: a binary network that learns without labels, from a teacher that learned without labels
 * (Shen et al., CVPR 2021).
 */
public final class S2Bnn extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public S2Bnn() {
    super(
        MethodDescriptor.named("s2bnn")
            .titled(
                "S2-BNN: Bridging the Gap Between Self-Supervised Real and 1-bit Neural Networks"
                    + " via Guided Distribution Calibration")
            .published(2021, "arXiv:2102.08946")
            .deviating(
                "the code speaks of a divergence and computes a cross-entropy, which is implemented;"
                    + " both have the same gradient")
            .deviating(
                "the code's --cos is a linear fall of the rate (schedule: linear); its SGD is never"
                    + " used, Adam is")
            .deviating(
                "the decay of Distillation_only/step2 is 1e-4 unless --wd 0 is given, as the README"
                    + " does; it is a setting of the recipe, 0 there")
            .deviating("sign(0) = +1 here, 0 in the code")
            .deviating(
                "the code wants the queue to be a multiple of the batch; here the queue wraps round"
                    + " inside a batch where it is not")
            .deviating(
                "reconstructed: everything about CIFAR-10, for which the paper has no figures")
            .with(
                OptionSpec.choice(
                    "variant",
                    "what is learned from: guided, the teacher alone; contrastive, other views alone"
                        + " (MoCo v2); both, with equal weight",
                    "guided",
                    "contrastive",
                    "both"))
            .with(
                OptionSpec.of(
                    "host",
                    "reactnet",
                    "the method whose network learns, with its options' defaults; float at bits"
                        + " 32/32 makes a teacher"))
            .with(OptionSpec.of("temperature", 0.2, "T of both losses"))
            .with(OptionSpec.of("momentum", 0.999, "m of the key encoder"))
            .with(OptionSpec.of("queue", 65_536, "keys that are contrasted with"))
            .with(OptionSpec.of("dimension", 128, "D of the embedding")));
  }

  @Override
  protected void bindParts() {
    String variant = options().text("variant");
    double temperature = options().number("temperature");
    inherit(host(options().text("host")), Slot.HEAD, Slot.OBJECTIVE, Slot.LEARNING_RULE);
    layers().headedBy(new ProjectionHead(options().integer("dimension")));
    if (!variant.equals("contrastive")) {
      training().objective(new GuidedDistribution(temperature));
    }
    if (!variant.equals("guided")) {
      training()
          .learningRule(
              new MomentumContrastFactory(
                  temperature, options().number("momentum"), options().integer("queue")));
    }
  }
}

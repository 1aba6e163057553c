package org.bnnlab.methods.sdbnn;

import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.InitializationRule;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.estimator.ErrorDecay;
import org.bnnlab.methods.estimator.Polynomial;
import org.bnnlab.methods.reactnet.PositiveStart;

/** SD-BNN: self-distribution binary neural networks (Xue et al., 2021). */
public final class SdBnn extends MethodModule {

  private static final double T_END = 10;

  /** For {@link java.util.ServiceLoader}. */
  public SdBnn() {
    super(
        MethodDescriptor.named("sdbnn")
            .titled("Self-Distribution Binary Neural Networks")
            .published(2021, "arXiv:2103.02394")
            .deviating(
                "the share of the mean (0.01) and the sigmoid on alpha stand in the code only")
            .deviating("the estimator and its schedule are IR-Net's, as in the CIFAR code")
            .deviating(
                "the ImageNet model file cannot run as published: its binary weights stand in a"
                    + " comment; form: imagenet is what it says there")
            .with(OptionSpec.of("tStart", 0.001, "t of the first epoch (VGG-Small: 0.1)"))
            .with(
                OptionSpec.choice(
                    "form",
                    "cifar: EDE and hardtanh; imagenet: clipped identity for weights, the"
                        + " polynomial for activations, PReLU",
                    "cifar",
                    "imagenet"))
            .with(OptionSpec.of("reduction", 16, "squeeze of the branch (ImageNet: 8)")));
  }

  @Override
  protected void bindParts() {
    boolean large = options().text("form").equals("imagenet");
    ErrorDecay decay = new ErrorDecay(options().number("tStart"), T_END);
    weights()
        .normalizedBy(new WeightSelfDistribution())
        .binarizedBy(new Sign())
        .estimatedBy(large ? new ClippedIdentity() : decay)
        .initializedBy(
            large ? new PositiveStart(false) : new InitializationRule.ClassifierLikeBody());
    activations()
        .precededBy(new ActivationSelfDistribution(options().integer("reduction")))
        .estimatedBy(large ? new Polynomial() : decay);
    layers().activatedBy(large ? Contributions.pRelu() : Contributions.hardTanh());
  }
}

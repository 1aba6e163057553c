package org.bnnlab.methods.sdbnn;

import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.InitializationRule;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.estimator.ErrorDecay;

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
            .with(OptionSpec.of("tStart", 0.001, "t of the first epoch (VGG-Small: 0.1)"))
            .with(OptionSpec.of("reduction", 16, "squeeze of the branch (ImageNet: 8)")));
  }

  @Override
  protected void bindParts() {
    ErrorDecay estimator = new ErrorDecay(options().number("tStart"), T_END);
    weights()
        .normalizedBy(new WeightSelfDistribution())
        .binarizedBy(new Sign())
        .estimatedBy(estimator)
        .initializedBy(new InitializationRule.ClassifierLikeBody());
    activations()
        .precededBy(new ActivationSelfDistribution(options().integer("reduction")))
        .estimatedBy(estimator);
    layers().activatedBy(Contributions.hardTanh());
  }
}

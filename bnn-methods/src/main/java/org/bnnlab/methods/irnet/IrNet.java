package org.bnnlab.methods.irnet;

import org.bnnlab.api.method.InitializationRule;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.methods.estimator.ErrorDecay;

/** IR-Net: forward and backward information retention (Qin et al., CVPR 2020). */
public final class IrNet extends MethodModule {

  private static final double T_END = 10;

  /** For {@link java.util.ServiceLoader}. */
  public IrNet() {
    super(
        MethodDescriptor.named("irnet")
            .titled(
                "Forward and Backward Information Retention for Accurate Binary Neural Networks")
            .published(2020, "arXiv:1909.10788")
            .deviating(
                "t starts at 0.1 in the paper and at 0.001 in the official ResNet-20 code, whose"
                    + " figures the table shows; the code's is the default (tStart: 0.001)")
            .deviating("the standard deviation is unbiased and without epsilon, as in the code")
            .with(OptionSpec.of("tStart", 0.001, "t of the first epoch")));
  }

  @Override
  protected void bindParts() {
    ErrorDecay estimator = new ErrorDecay(options().number("tStart"), T_END);
    weights()
        .normalizedBy(new BalancedStandardization())
        .binarizedBy(new PowerOfTwoScaledSign())
        .estimatedBy(estimator)
        .initializedBy(new InitializationRule.ClassifierLikeBody());
    activations().estimatedBy(estimator);
    layers()
        .activatedBy(bits().activations() == 1 ? Contributions.hardTanh() : Contributions.relu());
  }
}

package org.bnnlab.methods.unbalanced;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.option.OptionSpec;

/**
 * Unbalanced activation distribution: any other method, its activation thresholds shifted (Kim et
 * al., CVPR 2021).
 */
public final class Unbalanced extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public Unbalanced() {
    super(
        MethodDescriptor.named("unbalanced")
            .titled(
                "Improving Accuracy of Binary Neural Networks using Unbalanced Activation"
                    + " Distribution")
            .published(2021, "arXiv:2012.00938")
            .deviating(
                "reconstructed, since there is no official code and of the paper only the abstract"
                    + " and a figure's caption could be read: one scalar for all layers, directly"
                    + " before the sign, the estimator's window moves with it")
            .deviating(
                "reconstructed: the default of the threshold; the paper's value is not known,"
                    + " values up to 0.5 in magnitude are to be tried on a validation split")
            .deviating(
                "shift: learned is the paper's control experiment, one threshold per channel; it"
                    + " is ReActNet's RSign")
            .with(
                OptionSpec.of(
                    "host",
                    "birealnet",
                    "the method whose thresholds are shifted, with its options' defaults"))
            .with(OptionSpec.of("threshold", 0.25, "where the sign changes (its start, learned)"))
            .with(
                OptionSpec.choice(
                    "shift",
                    "fixed: a constant; learned: a parameter per channel",
                    "fixed",
                    "learned")));
  }

  @Override
  protected void bindParts() {
    requireArgument(
        bits().activations() == 1,
        "bits %s leave no sign whose threshold could be shifted; take method %s itself",
        bits(),
        options().text("host"));
    Method host = host(options().text("host"));
    inherit(host, Slot.BEFORE_SIGN);
    NodeContribution before = host.nodes(Slot.BEFORE_SIGN);
    NodeContribution shift =
        new ThresholdShift(
            options().number("threshold"), options().text("shift").equals("learned"));
    activations()
        .precededBy(
            Contributions.named(
                before.equals(Contributions.nothing()) ? shift.toString() : before + ", " + shift,
                before.then(shift)));
  }
}

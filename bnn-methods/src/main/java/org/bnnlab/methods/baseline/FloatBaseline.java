package org.bnnlab.methods.baseline;

import static org.bnnlab.api.check.Checks.requireArgument;

import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.network.Contributions;

/** The real-valued network: nothing is binarized, ReLU is the non-linearity. */
public final class FloatBaseline extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public FloatBaseline() {
    super(MethodDescriptor.named("float").titled("Real-valued network (baseline of every table)"));
  }

  @Override
  protected Bits defaultBits() {
    return Bits.REAL;
  }

  @Override
  protected void bindParts() {
    requireArgument(
        bits().equals(Bits.REAL),
        "it binarizes nothing, bits are 32/32, found %s; take method bnn for plain signs",
        bits());
    layers().activatedBy(Contributions.relu());
  }
}

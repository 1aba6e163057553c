package org.example;

import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.methods.estimator.ClippedIdentity;

/** A method that fills one slot twice. */
public final class Twice extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public Twice() {
    super(MethodDescriptor.named("twice"));
  }

  @Override
  protected void bindParts() {
    weights().binarizedBy(new Sign()).estimatedBy(new ClippedIdentity());
    weights().estimatedBy(new GradientEstimator.Identity());
  }
}

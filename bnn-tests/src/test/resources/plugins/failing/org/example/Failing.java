package org.example;

import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;

/** A method with a mistake. */
public final class Failing extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public Failing() {
    super(MethodDescriptor.named("failing").titled("Binary with a mistake"));
  }

  @Override
  protected void bindParts() {
    weights().estimatedBy(FailingWindow.class);
  }
}

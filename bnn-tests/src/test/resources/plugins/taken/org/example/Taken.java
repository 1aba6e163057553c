package org.example;

import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;

/** A method whose id is in use. */
public final class Taken extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public Taken() {
    super(MethodDescriptor.named("recu"));
  }

  @Override
  protected void bindParts() {}
}

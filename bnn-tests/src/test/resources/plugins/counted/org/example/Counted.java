package org.example;

import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;

/** A method that nobody but its jar knows. */
public final class Counted extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public Counted() {
    super(MethodDescriptor.named("counted").titled("Binary with a counted window"));
  }

  @Override
  protected void bindParts() {
    weights().estimatedBy(CountedWindow.class);
    activations().estimatedBy(CountedWindow.class);
  }
}

package org.bnnlab.api.method;

/** A faulty method: its id belongs to {@link Plugin}. Not registered for all tests. */
public final class SameName extends MethodModule {

  /** For the service loader. */
  public SameName() {
    super(MethodDescriptor.named("plugin"));
  }

  @Override
  protected void bindParts() {}
}

package org.bnnlab.api.method;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.Padding;

/** A faulty method: it fills two slots with two different parts each. */
public final class TwiceBound extends MethodModule {

  /** For the service loader. */
  public TwiceBound() {
    super(MethodDescriptor.named("twicebound"));
  }

  @Override
  protected void bindParts() {
    weights().binarizedBy(new Sign());
    weights().binarizedBy(new OwnSign());
    layers().activatedBy(Contributions.hardTanh());
    layers().activatedBy(Contributions.relu());
    activations().paddedWith(Padding.Value.ZERO).paddedWith(Padding.Value.ZERO);
  }

  private record OwnSign() implements Binarizer {
    @Override
    public Binarized binarize(NDArray normalized, LayerContext layer) {
      return Binarized.unscaled(normalized.sign());
    }
  }
}

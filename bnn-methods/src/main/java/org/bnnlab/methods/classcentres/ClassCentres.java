package org.bnnlab.methods.classcentres;

import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.MethodModule;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.option.OptionSpec;

/**
 * Class centres: any other method with the symmetrical last layer (Kansizoglou, Bampis, Gasteratos,
 * 2021).
 */
public final class ClassCentres extends MethodModule {

  /** For {@link java.util.ServiceLoader}. */
  public ClassCentres() {
    super(
        MethodDescriptor.named("classcentres")
            .titled("Do Neural Network Weights account for Classes Centers?")
            .published(2021, "arXiv:2104.07004")
            .deviating(
                "unit length, one plane and sum zero, as the abstract has it, do not fix the layout"
                    + " for four classes or more; equal angles, as in the code, are implemented")
            .deviating(
                "weights start uniformly on [0, 1) and features behind a ReLU are not negative, as"
                    + " in the code: some weights give only negative logits at the start")
            .deviating(
                "reconstructed: in a binary network the layer stays real, like every last layer")
            .deviating(
                "ours: a scale is refused where it cannot give a class the probability one half;"
                    + " the code has 16 for any number of classes")
            .with(
                OptionSpec.of(
                    "host",
                    "birealnet",
                    "the method whose last layer is replaced, with its options' defaults"))
            .with(OptionSpec.of("scale", 16.0, "s; 0: by the number of classes")));
  }

  @Override
  protected void bindParts() {
    inherit(host(options().text("host")), Slot.HEAD);
    layers().headedBy(new SymmetricHead(options().number("scale")));
  }
}

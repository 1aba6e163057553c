package org.bnnlab.models.zoo;

import java.util.stream.Stream;
import org.bnnlab.api.architecture.Architecture;

/** Every BinaryDenseNet, MeliusNet and ResNetE. */
public final class DenseFamilies {

  private DenseFamilies() {}

  /** All members with all stems. */
  public static Stream<Architecture> members() {
    return Stream.of(new BinaryDenseNets(), new MeliusNets(), new ResNetEs())
        .flatMap(family -> family.members().stream());
  }
}

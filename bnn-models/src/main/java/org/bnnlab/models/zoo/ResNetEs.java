package org.bnnlab.models.zoo;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ArchitectureFamily;

/** ResNetE-18 and -34 (Bethge et al., 2019, arXiv 1906.08637). */
public final class ResNetEs implements ArchitectureFamily {

  /** For {@link java.util.ServiceLoader}. */
  public ResNetEs() {}

  @Override
  public List<Architecture> members() {
    List<Architecture> all = new ArrayList<>(variants("18", List.of(4, 4, 4, 4)));
    all.addAll(variants("34", List.of(6, 8, 12, 6)));
    return all;
  }

  private static List<Architecture> variants(String name, List<Integer> blocks) {
    return StemChoice.variants(
        "resnete" + name,
        "ResNetE-" + name,
        Stem.IMAGENET,
        (id, title, stem) -> new ResNetE(id, title, blocks, stem));
  }
}

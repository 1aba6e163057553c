package org.bnnlab.models.zoo;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ArchitectureFamily;

/**
 * BinaryDenseNet-28, -37 (also dilated) and -45 (Bethge et al., 2019, arXiv 1906.08637). The number
 * counts dense layers, stem, three transitions and the classifier.
 */
public final class BinaryDenseNets implements ArchitectureFamily {

  private static final int GROWTH = 64;

  /** For {@link java.util.ServiceLoader}. */
  public BinaryDenseNets() {}

  @Override
  public List<Architecture> members() {
    DenseShape of28 = reducing(List.of(6, 6, 6, 5), 2.7, 2.7, 2.2);
    DenseShape of37 = reducing(List.of(6, 8, 12, 6), 3.3, 3.3, 4);
    DenseShape of45 = reducing(List.of(6, 12, 14, 8), 2.7, 3.3, 4);
    List<Architecture> all = new ArrayList<>();
    all.addAll(variants("28", of28));
    all.addAll(variants("37", of37));
    all.addAll(variants("37-dilated", of37.dilated(1, 1, 2, 4)));
    all.addAll(variants("45", of45));
    return all;
  }

  private static List<Architecture> variants(String name, DenseShape shape) {
    return StemChoice.variants(
        "binarydensenet" + name,
        "BinaryDenseNet-" + name,
        Stem.IMAGENET,
        (id, title, stem) -> new DenseNet(id, title, shape, stem));
  }

  /** Transitions from the published reduction rates. */
  static DenseShape reducing(List<Integer> blocks, double... rates) {
    List<Integer> transitions = new ArrayList<>();
    int channels = GROWTH;
    for (int stage = 0; stage < rates.length; stage++) {
      channels = DenseShape.reduced(channels + GROWTH * blocks.get(stage), rates[stage]);
      transitions.add(channels);
    }
    return DenseShape.dense(blocks, transitions);
  }
}

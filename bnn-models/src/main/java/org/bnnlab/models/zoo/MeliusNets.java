package org.bnnlab.models.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ArchitectureFamily;

/**
 * MeliusNet-22, -23, -29, -42, -59, -A, -B and -C (Bethge et al., 2020, arXiv 2001.05936;
 * BMXNet-v2-examples, {@code meliusnet.py}). The number counts dense blocks, stem, three
 * transitions and the classifier; -23, -A, -B and -C have grouped transitions.
 */
public final class MeliusNets implements ArchitectureFamily {

  /** For {@link java.util.ServiceLoader}. */
  public MeliusNets() {}

  @Override
  public List<Architecture> members() {
    List<Architecture> all = new ArrayList<>();
    all.addAll(variants("22", List.of(4, 5, 4, 4), List.of(160, 224, 256), 1));
    all.addAll(variants("23", List.of(2, 4, 6, 6), List.of(128, 192, 288), 8));
    all.addAll(variants("29", List.of(4, 6, 8, 6), List.of(128, 192, 256), 1));
    all.addAll(variants("42", List.of(5, 8, 14, 10), List.of(160, 256, 416), 1));
    all.addAll(variants("59", List.of(6, 12, 24, 12), List.of(192, 320, 544), 1));
    all.addAll(variants("-A", List.of(4, 5, 5, 6), List.of(160, 256, 288), 4));
    all.addAll(variants("-B", List.of(4, 6, 8, 6), List.of(160, 224, 320), 2));
    all.addAll(variants("-C", List.of(3, 5, 10, 6), List.of(128, 192, 288), 4));
    return all;
  }

  private static List<Architecture> variants(
      String name, List<Integer> blocks, List<Integer> transitions, int groups) {
    DenseShape shape = DenseShape.improving(blocks, transitions, groups);
    return StemChoice.variants(
        ("meliusnet" + name).toLowerCase(Locale.ROOT),
        "MeliusNet" + (name.startsWith("-") ? name : "-" + name),
        Stem.GROUPED,
        (id, title, stem) -> new DenseNet(id, title, shape, stem));
  }
}

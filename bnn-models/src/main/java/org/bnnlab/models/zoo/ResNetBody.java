package org.bnnlab.models.zoo;

import java.util.List;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;

/**
 * The part of a residual network between stem and classifier: stages of blocks, each stage but the
 * first at half the resolution of the one before.
 *
 * @param id architecture, for messages
 * @param block the block that is repeated
 * @param shortcut shortcuts where the shape changes
 * @param depths blocks of each stage
 * @param widths output channels of each stage
 */
record ResNetBody(
    String id,
    ResNetBlock block,
    ResNetShortcut shortcut,
    List<Integer> depths,
    List<Integer> widths) {

  /** Checks that there is a width for each depth. */
  ResNetBody {
    if (depths.isEmpty()
        || depths.size() != widths.size()
        || depths.stream().anyMatch(depth -> depth < 1)
        || widths.stream().anyMatch(width -> width < 1 || width % block.expansion() != 0)) {
      throw new NetworkException(
          "%s: takes for each stage at least one block and a width%s, found blocks %s and widths %s"
              .formatted(
                  id,
                  block.expansion() == 1 ? "" : " divisible by " + block.expansion(),
                  depths,
                  widths));
    }
  }

  /** Adds all stages. */
  Edge build(Slots slots, Edge stem) {
    Edge x = stem;
    for (int stage = 0; stage < depths.size(); stage++) {
      int previous = stage == 0 ? 0 : depths.get(stage - 1) * block.residuals();
      for (int index = 0; index < depths.get(stage); index++) {
        ResNetBlock.Place at =
            new ResNetBlock.Place(
                slots,
                shortcut,
                "stage%d.block%d".formatted(stage + 1, index),
                stage,
                index * block.residuals(),
                previous);
        x = block.build(at, x, widths.get(stage), stage > 0 && index == 0 ? 2 : 1);
      }
    }
    return x;
  }

  /** Global average pool, normalization of the features where asked for, classifier. */
  static void classify(Slots slots, Edge x, boolean normalized) {
    Edge features = slots.nodes().add("pool", new Operation.GlobalAveragePool(), x);
    if (normalized) {
      features = slots.normalization("head.bn", features);
    }
    slots.classifier("head.classifier", features);
  }
}

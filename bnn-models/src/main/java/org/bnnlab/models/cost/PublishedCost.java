package org.bnnlab.models.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/**
 * A figure that somebody published about the cost of a network.
 *
 * @param models ids of the architecture it is about
 * @param method id of the method that fills its slots
 * @param options options of the architecture that differ from its defaults
 * @param input shape of an image, {@code 3x224x224}
 * @param quantity what was counted
 * @param value the figure with the digits its source prints
 * @param source where it stands
 */
public record PublishedCost(
    List<String> models,
    String method,
    Map<String, String> options,
    String input,
    Quantity quantity,
    BigDecimal value,
    String source) {

  /** Copies the collections. */
  public PublishedCost {
    models = List.copyOf(models);
    options = Map.copyOf(options);
  }

  /** Our figure, rounded to the digits that the source prints. */
  public BigDecimal ours(NetworkCost cost) {
    return quantity.of(cost).setScale(value.scale(), RoundingMode.HALF_EVEN);
  }

  /** Whether our figure is the published one to its last digit. */
  public boolean agreesWith(NetworkCost cost) {
    return ours(cost).compareTo(value) == 0;
  }
}

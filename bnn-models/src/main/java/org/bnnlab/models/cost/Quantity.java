package org.bnnlab.models.cost;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** The totals of a network that papers publish. */
public enum Quantity {
  /** All parameters. */
  PARAMS("params"),
  /** One-bit parameters. */
  PARAMS_BINARY("paramsBinary"),
  /** 32-bit parameters. */
  PARAMS_FLOAT("paramsFloat"),
  /** Real multiply-accumulates. */
  FLOPS("flops"),
  /** Binary multiply-accumulates. */
  BOPS("bops"),
  /** FLOPs + BOPs / 64. */
  OPS("ops"),
  /** The same and the classifier, as some papers count. */
  OPS_WITH_CLASSIFIER("opsWithClassifier"),
  /** Megabytes of 2^20 bytes. */
  SIZE_MB("sizeMb");

  private final String word;

  Quantity(String word) {
    this.word = word;
  }

  /** Name in files and JSON. */
  public String word() {
    return word;
  }

  /** The exact value of a network. */
  public BigDecimal of(NetworkCost cost) {
    return switch (this) {
      case PARAMS -> BigDecimal.valueOf(cost.paramsBinary() + cost.paramsFloat());
      case PARAMS_BINARY -> BigDecimal.valueOf(cost.paramsBinary());
      case PARAMS_FLOAT -> BigDecimal.valueOf(cost.paramsFloat());
      case FLOPS -> BigDecimal.valueOf(cost.flops());
      case BOPS -> BigDecimal.valueOf(cost.bops());
      case OPS -> new BigDecimal(cost.ops());
      case OPS_WITH_CLASSIFIER -> new BigDecimal(cost.ops() + (double) cost.classifierMacs());
      case SIZE_MB -> new BigDecimal(cost.sizeMb());
    };
  }

  /** The quantity of a name. */
  static Optional<Quantity> named(String word) {
    return Arrays.stream(values()).filter(quantity -> quantity.word.equals(word)).findFirst();
  }
}

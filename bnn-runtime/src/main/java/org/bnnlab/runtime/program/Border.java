package org.bnnlab.runtime.program;

/** What lies around the input of a convolution. */
public enum Border {
  /** Products with the border vanish. */
  ZERO(0),
  /** The border is -1. */
  MINUS_ONE(1),
  /** The border is +1. */
  PLUS_ONE(2);

  private final int number;

  Border(int number) {
    this.number = number;
  }

  /** Its number in files. */
  public int number() {
    return number;
  }
}

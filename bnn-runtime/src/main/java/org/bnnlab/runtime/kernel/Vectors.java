package org.bnnlab.runtime.kernel;

import jdk.incubator.vector.LongVector;

/** What the Vector API says of the machine; loaded only where its module is. */
final class Vectors {

  private Vectors() {}

  static int preferredBits() {
    return LongVector.SPECIES_PREFERRED.vectorBitSize();
  }
}

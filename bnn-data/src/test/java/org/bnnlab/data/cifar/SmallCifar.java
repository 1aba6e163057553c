package org.bnnlab.data.cifar;

import org.bnnlab.data.DatasetSource;

/** CIFAR-10 with few images, for tests of other packages. */
public final class SmallCifar {

  private SmallCifar() {}

  /** The reader of files that hold {@code records} images each. */
  public static DatasetSource cifar10(int records) {
    return new Cifar10(records);
  }
}

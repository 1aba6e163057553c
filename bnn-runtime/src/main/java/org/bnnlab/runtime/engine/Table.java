package org.bnnlab.runtime.engine;

import java.util.Arrays;
import org.bnnlab.runtime.kernel.Blocks;
import org.bnnlab.runtime.program.Floats;

/** One value per channel, filled with zeros to whole blocks. */
final class Table {

  private final float[] values;

  Table(Floats values) {
    this.values = Arrays.copyOf(values.toArray(), Blocks.stride(values.size()));
  }

  float[] values() {
    return values;
  }
}

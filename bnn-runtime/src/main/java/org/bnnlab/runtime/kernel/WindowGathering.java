package org.bnnlab.runtime.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Gathers runs by vectors. */
final class WindowGathering implements Gathering {

  private static final VectorForm FORM = VectorForm.of(MethodHandles.lookup());
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FORM.shape());
  private static final int LANES = INTS.length();

  WindowGathering() {}

  @Override
  public void gather(BinaryLayer layer, int group, int[] signs, int from, int to, int[] windows) {
    if (layer.parts(0) > 1) {
      ScalarKernels.gather(layer, group, signs, from, to, windows);
      return;
    }
    int first = layer.shift(group);
    int at = 0;
    for (int run : layer.runs) {
      for (int i = 0; i < layer.runLength; i += LANES) {
        VectorMask<Integer> part = INTS.indexInRange(i, layer.runLength);
        copy(layer, signs, first + run + i, part, from, to, windows, at + i);
      }
      at += layer.runLength;
    }
  }

  private static void copy(
      BinaryLayer layer,
      int[] signs,
      int offset,
      VectorMask<Integer> part,
      int from,
      int to,
      int[] windows,
      int at) {
    int place = at;
    for (int pixel = from; pixel < to; pixel++) {
      IntVector.fromArray(INTS, signs, layer.starts[pixel] + offset)
          .intoArray(windows, place, part);
      place += layer.words;
    }
  }
}

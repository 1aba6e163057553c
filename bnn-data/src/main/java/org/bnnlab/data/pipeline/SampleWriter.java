package org.bnnlab.data.pipeline;

import org.bnnlab.data.SampleRandom;

/** Makes samples for one worker. */
@FunctionalInterface
public interface SampleWriter {

  /**
   * Makes one sample.
   *
   * @param index of the sample in its source
   * @param random the sample's streams in this epoch
   * @param target takes the values of the source's shape, in CHW order
   * @return the sample's label
   */
  int write(int index, SampleRandom random, float[] target);
}

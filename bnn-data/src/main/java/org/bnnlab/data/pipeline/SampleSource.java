package org.bnnlab.data.pipeline;

import org.bnnlab.data.ImageShape;

/** What the workers of a {@link BatchPipeline} fill batches from. */
public interface SampleSource {

  /** The number of samples. */
  int size();

  /** The shape of every sample as the network sees it. */
  ImageShape shape();

  /** A writer for one worker; it may hold scratch space. */
  SampleWriter newWriter();
}

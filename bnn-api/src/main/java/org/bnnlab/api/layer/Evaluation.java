package org.bnnlab.api.layer;

/** Which network a probabilistic method evaluates; others give the same in every case. */
public enum Evaluation {
  /** The most probable weights. */
  MODE,
  /** The mean of the weights. */
  MEAN,
  /** One draw of the weights. */
  SAMPLE
}

package org.bnnlab.api.parameter;

/** The group of entries whose gradient norm is limited together by unit-wise clipping. */
public enum ClipUnit {
  /** All entries that share the first index (an output channel). */
  OUTPUT_CHANNEL,
  /** The whole tensor. */
  TENSOR,
  /** Never clipped (classifier, buffers). */
  NONE
}

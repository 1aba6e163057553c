package org.bnnlab.api.parameter;

/** Who changes a tensor that belongs to a network. */
public enum ParameterKind {
  /** Real-valued weight behind a binary one; the optimizer changes it, deployment drops it. */
  LATENT,
  /** Learned and used as it is. */
  FLOAT,
  /** Not learned by gradient: running statistics and the like. */
  BUFFER
}

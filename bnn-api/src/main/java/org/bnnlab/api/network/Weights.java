package org.bnnlab.api.network;

import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.parameter.Initializer;

/** How a convolution or dense layer gets its weight from what it learns. */
public sealed interface Weights {

  /** Bits of a deployed weight: 1 or 32. */
  int bits();

  /** What is done to the learned tensor first. */
  Normalizer normalizer();

  /** Start values of the learned tensor. */
  Initializer initial();

  /** Real-valued weights. */
  record Real(Normalizer normalizer, Initializer initial) implements Weights {
    @Override
    public int bits() {
      return 32;
    }
  }

  /** One-bit weights: latent → normalizer → binarizer forward, estimator → normalizer back. */
  record Binary(
      Normalizer normalizer, Binarizer binarizer, GradientEstimator estimator, Initializer initial)
      implements Weights {
    @Override
    public int bits() {
      return 1;
    }
  }

  /** Plain real weights. */
  static Weights real(Initializer initial) {
    return new Real(new Normalizer.Identity(), initial);
  }
}

package org.bnnlab.models.djl;

import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.training.StateStore;

/**
 * Figures of the binary weights of a network at the end of an epoch, per layer and over all of
 * them.
 *
 * <p>The signs at the start of the epoch lie in the run's state under {@code signs.PATH}, 24 to a
 * float, so that an interrupted run compares with the same ones.
 */
final class WeightObserver {

  /** Share of the weights whose sign is not the one it was when the epoch started. */
  static final String FLIPS = "flips";

  /**
   * Share of dead weights in the sense of ReCU (Xu et al., 2021, arXiv:2103.12369): those in the
   * tails of the layer, which hardly ever change their sign. The latent weight is centred and
   * divided by its unbiased deviation per output; with b the mean magnitude of the result over the
   * layer, an entry is dead beyond Q(τ) = −b·ln(2 − 2τ), the quantile of a Laplace distribution, at
   * the end of ReCU's schedule, τ = 0.99. Laplacian weights have 2 % of them.
   */
  static final String DEAD = "dead";

  /**
   * Entropy of the signs in bits: −p·log₂p − (1 − p)·log₂(1 − p) with the share p of +1; 1 is
   * balanced. The quantity that Libra-PB of IR-Net (Qin et al., 2020, arXiv:1909.10788) makes
   * largest.
   */
  static final String ENTROPY = "entropy";

  private static final double TAU = 0.99;
  private static final int SIGNS_PER_FLOAT = 24;

  private final StateStore state;
  private final Diagnostics diagnostics;
  private long positive;
  private long weights;

  WeightObserver(StateStore state, Diagnostics diagnostics) {
    this.state = state;
    this.diagnostics = diagnostics;
  }

  /**
   * Remembers the signs of a layer.
   *
   * @param path path of the layer
   * @param value its weight as it computes with it: signs, perhaps times a scale above 0
   */
  void remember(String path, float[] value) {
    float[] packed = new float[(value.length + SIGNS_PER_FLOAT - 1) / SIGNS_PER_FLOAT];
    for (int i = 0; i < value.length; i++) {
      if (value[i] >= 0) {
        packed[i / SIGNS_PER_FLOAT] += 1 << i % SIGNS_PER_FLOAT;
      }
    }
    state.zerosIfAbsent(name(path), StateStore.Kind.RUN, new Shape(packed.length));
    state.set(name(path), packed);
  }

  /**
   * Reports the figures of a layer.
   *
   * @param latent learned tensor, row-major
   * @param outputs outputs of the layer, the first axis of {@code latent}
   */
  void report(String path, float[] value, float[] latent, int outputs) {
    int ones = 0;
    for (float weight : value) {
      ones += weight >= 0 ? 1 : 0;
    }
    positive += ones;
    weights += value.length;
    diagnostics.add(path, ENTROPY, entropy((double) ones / value.length));
    diagnostics.addWithTotal(path, DEAD, dead(latent, outputs), latent.length);
    if (state.contains(name(path))) {
      float[] before = state.tensor(name(path)).toFloatArray();
      int flips = 0;
      for (int i = 0; i < value.length; i++) {
        boolean was = ((int) before[i / SIGNS_PER_FLOAT] >> i % SIGNS_PER_FLOAT & 1) == 1;
        flips += was != value[i] >= 0 ? 1 : 0;
      }
      diagnostics.addWithTotal(path, FLIPS, (double) flips / value.length, value.length);
    }
  }

  /** Reports the entropy over all layers that were reported. */
  void reportTotal() {
    if (weights > 0) {
      diagnostics.add(Diagnostics.TOTAL, ENTROPY, entropy((double) positive / weights));
    }
  }

  private static String name(String path) {
    return "signs." + path;
  }

  static double entropy(double share) {
    return share <= 0 || share >= 1
        ? 0
        : -(share * Math.log(share) + (1 - share) * Math.log(1 - share)) / Math.log(2);
  }

  static double dead(float[] latent, int outputs) {
    int size = latent.length / outputs;
    double[] standardized = new double[latent.length];
    double magnitude = 0;
    for (int o = 0; o < outputs; o++) {
      double mean = 0;
      for (int i = o * size; i < (o + 1) * size; i++) {
        mean += latent[i] / size;
      }
      double squares = 0;
      for (int i = o * size; i < (o + 1) * size; i++) {
        squares += (latent[i] - mean) * (latent[i] - mean);
      }
      double deviation = Math.sqrt(squares / Math.max(1, size - 1));
      for (int i = o * size; i < (o + 1) * size; i++) {
        standardized[i] = deviation == 0 ? 0 : Math.abs(latent[i] - mean) / deviation;
        magnitude += standardized[i] / latent.length;
      }
    }
    double quantile = -magnitude * Math.log(2 - 2 * TAU);
    int beyond = 0;
    for (double entry : standardized) {
      beyond += entry > quantile ? 1 : 0;
    }
    return (double) beyond / latent.length;
  }
}

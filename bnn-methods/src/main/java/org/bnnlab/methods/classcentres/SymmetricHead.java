package org.bnnlab.methods.classcentres;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.Locale;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;

/**
 * The symmetrical last layer: logits z_c = s · cos(feature, w_c), where the weights w_c of the
 * classes lie in one plane at equal angles ({@link PlanarWeights}), so that each is the centre of
 * its class's region. Real-valued, without bias.
 *
 * <p>Kansizoglou, Bampis, Gasteratos, 2021, arXiv:2104.07004. The more classes share the plane, the
 * larger s has to be. With the feature exactly on its class's weight, the class has the probability
 * p = 1 / Σ_c exp(s (cos 2πc/C − 1)); what is refused is an s with p below one half, where no
 * feature is told from its neighbours for sure. This rule is ours; the official code has s = 16 for
 * any number of classes.
 *
 * @param scale s, or 0 for the smallest with p = 0.99
 */
public record SymmetricHead(double scale) implements Head {

  private static final double LEAST_PROBABILITY = 0.5;
  private static final double SURE = 0.99;

  /** Checks the scale. */
  public SymmetricHead {
    requireArgument(
        scale >= 0 && Double.isFinite(scale),
        "scale must be above 0, or 0 to be chosen for the number of classes, found %s",
        scale);
  }

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge features, int classes) {
    requireArgument(
        classes >= 2, "a symmetrical last layer needs at least 2 classes, found %d", classes);
    double factor = scale == 0 ? scaleFor(classes, SURE) : scale;
    if (largestProbability(factor, classes) < LEAST_PROBABILITY) {
      throw new FaultException(
          String.format(
              Locale.ROOT,
              "scale %s is too small for %d classes in one plane: even a feature on the weight of"
                  + " its class has the probability %.3f only; take at least %.4g, or 0 to have it"
                  + " chosen (%.4g), or another head",
              factor,
              classes,
              largestProbability(factor, classes),
              scaleFor(classes, LEAST_PROBABILITY),
              scaleFor(classes, SURE)));
    }
    Edge direction = net.add(path + ".norm", new Operation.L2Normalization(1e-12), features);
    Edge cosines =
        net.add(
            path,
            new Operation.Linear(
                features.channels(),
                classes,
                new Weights.Real(new PlanarWeights(), new Initializer.Uniform(0, 1)),
                null,
                Operation.Purpose.CLASSIFIER),
            direction);
    return net.add(path + ".scale", new Operation.Affine(factor, 0), cosines);
  }

  /** The probability of a class whose feature lies exactly on its weight. */
  static double largestProbability(double scale, int classes) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(scale * (Math.cos(2 * Math.PI * c / classes) - 1));
    }
    return 1 / sum;
  }

  /** The smallest scale that gives a class at least a probability. */
  static double scaleFor(int classes, double probability) {
    double low = 0;
    double high = 1;
    while (largestProbability(high, classes) < probability) {
      high *= 2;
    }
    while (high - low > 1e-9 * high) {
      double middle = (low + high) / 2;
      if (largestProbability(middle, classes) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  @Override
  public String toString() {
    return scale == 0
        ? "symmetric head (scale by classes)"
        : String.format(Locale.ROOT, "symmetric head (scale %s)", scale);
  }
}

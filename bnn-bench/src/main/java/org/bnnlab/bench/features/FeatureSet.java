package org.bnnlab.bench.features;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Features of labelled images. */
public final class FeatureSet {

  private final String source;
  private final List<String> classNames;
  private final int dimension;
  private final float[] values;
  private final int[] labels;

  /**
   * A set.
   *
   * @param source what the features are of, and what made them, in words
   * @param classNames names of the classes
   * @param values one feature of equal length after another
   * @param labels class of each
   */
  public FeatureSet(String source, List<String> classNames, float[] values, int[] labels) {
    requireArgument(
        labels.length > 0 && values.length > 0 && values.length % labels.length == 0,
        "%d values are no features of %d images",
        values.length,
        labels.length);
    this.source = source;
    this.classNames = List.copyOf(classNames);
    this.dimension = values.length / labels.length;
    this.values = values.clone();
    this.labels = labels.clone();
  }

  /** What they are of, and what made them. */
  public String source() {
    return source;
  }

  /** Names of the classes. */
  public List<String> classNames() {
    return classNames;
  }

  /** Length of a feature. */
  public int dimension() {
    return dimension;
  }

  /** Number of images. */
  public int size() {
    return labels.length;
  }

  /** The class of an image. */
  public int label(int index) {
    return labels[index];
  }

  /** The feature of an image. */
  public float[] feature(int index) {
    return Arrays.copyOfRange(values, index * dimension, (index + 1) * dimension);
  }

  /** All features, one after another; they cannot be written to. */
  FloatBuffer features() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** Each feature divided by its length; one of zeros stays. */
  public FeatureSet normalized() {
    float[] unit = new float[values.length];
    for (int row = 0; row < labels.length; row++) {
      double squares = 0;
      for (int i = row * dimension; i < (row + 1) * dimension; i++) {
        squares += (double) values[i] * values[i];
      }
      double length = squares == 0 ? 1 : Math.sqrt(squares);
      for (int i = row * dimension; i < (row + 1) * dimension; i++) {
        unit[i] = (float) (values[i] / length);
      }
    }
    return new FeatureSet(source + ", each divided by its length", classNames, unit, labels);
  }

  /**
   * Every coordinate with mean 0 and deviation 1 over other features, those of the training images;
   * a coordinate that is constant there becomes 0.
   */
  public FeatureSet standardizedBy(FeatureSet training) {
    double[] sums = new double[dimension];
    double[] squares = new double[dimension];
    for (int i = 0; i < training.values.length; i++) {
      sums[i % dimension] += training.values[i];
    }
    for (int i = 0; i < training.values.length; i++) {
      double centred = training.values[i] - sums[i % dimension] / training.size();
      squares[i % dimension] += centred * centred;
    }
    float[] standard = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int c = i % dimension;
      double deviation = Math.sqrt(squares[c] / training.size());
      standard[i] =
          deviation < 1e-9 ? 0 : (float) ((values[i] - sums[c] / training.size()) / deviation);
    }
    return new FeatureSet(
        source + ", standardized by the training images", classNames, standard, labels);
  }
}

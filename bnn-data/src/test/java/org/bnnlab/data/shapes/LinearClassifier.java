package org.bnnlab.data.shapes;

import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.bnnlab.data.ImageDataset;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * What a linear classifier reaches: Tribuo's multinomial logistic regression by plain stochastic
 * gradient descent, on features standardized by the training images.
 */
final class LinearClassifier {

  private static final LabelFactory LABELS = new LabelFactory();
  private static final long SEED = 1;
  private static final int EPOCHS = 5;

  /** Turns one image of {@code 3 x 32 x 32} unsigned bytes into features. */
  @FunctionalInterface
  interface Features {
    double[] of(byte[] image);
  }

  private final MutableDataset<Label> train;
  private final MutableDataset<Label> test;

  LinearClassifier(ImageDataset train, ImageDataset test, Features features) {
    double[][] trainValues = values(train, features);
    double[][] testValues = values(test, features);
    standardize(trainValues, testValues);
    this.train = dataset(train, trainValues);
    this.test = dataset(test, testValues);
  }

  /** All values of the image, as they are. */
  static double[] pixels(byte[] image) {
    return IntStream.range(0, image.length).mapToDouble(i -> image[i] & 0xFF).toArray();
  }

  /** Mean and standard deviation of each channel. */
  static double[] colours(byte[] image) {
    double[] statistics = new double[6];
    int plane = image.length / 3;
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        double value = image[i] & 0xFF;
        sum += value;
        squares += value * value;
      }
      double mean = sum / plane;
      statistics[channel] = mean;
      statistics[3 + channel] = Math.sqrt(squares / plane - mean * mean);
    }
    return statistics;
  }

  /** Test accuracy in percent for each learning rate. */
  Map<Double, Double> accuracies(double... learningRates) {
    Map<Double, Double> accuracies = new TreeMap<>();
    for (double rate : learningRates) {
      accuracies.put(rate, accuracy(rate));
    }
    return accuracies;
  }

  private double accuracy(double learningRate) {
    Logger logger = Logger.getLogger(LinearSGDTrainer.class.getName());
    logger.setLevel(Level.WARNING);
    var trainer =
        new LinearSGDTrainer(
            new LogMulticlass(), SGD.getSimpleSGD(learningRate), EPOCHS, train.size(), 1, SEED);
    return 100 * new LabelEvaluator().evaluate(trainer.train(train), test).accuracy();
  }

  private static double[][] values(ImageDataset images, Features features) {
    double[][] values = new double[images.size()][];
    byte[] image = new byte[images.shape().size()];
    for (int i = 0; i < values.length; i++) {
      images.copyPixels(i, image, 0);
      values[i] = features.of(image);
    }
    return values;
  }

  private static void standardize(double[][] train, double[][] test) {
    for (int feature = 0; feature < train[0].length; feature++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : train) {
        sum += row[feature];
        squares += row[feature] * row[feature];
      }
      double mean = sum / train.length;
      double deviation = Math.sqrt(squares / train.length - mean * mean);
      for (double[][] rows : new double[][][] {train, test}) {
        for (double[] row : rows) {
          row[feature] = (row[feature] - mean) / deviation;
        }
      }
    }
  }

  private static MutableDataset<Label> dataset(ImageDataset images, double[][] values) {
    String[] names =
        IntStream.range(0, values[0].length).mapToObj("f%04d"::formatted).toArray(String[]::new);
    MutableDataset<Label> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("shapes32", LABELS), LABELS);
    for (int i = 0; i < values.length; i++) {
      Label label = new Label(images.description().classNames().get(images.label(i)));
      Example<Label> example = new ArrayExample<>(label, names, values[i]);
      dataset.add(example);
    }
    return dataset;
  }
}

package org.bnnlab.bench.evaluation;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.ArrayList;
import java.util.List;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.ConfusionMetrics;
import org.tribuo.classification.evaluation.LabelConfusionMatrix;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.impl.ArrayExample;

/**
 * Figures per class, as Tribuo's evaluation defines them.
 *
 * @param accuracy share of the images whose class was recognized
 * @param classes per class, in the order of the labels
 * @param confusion {@code confusion.get(t).get(p)}: images of class t that were taken for class p
 */
public record ClassReport(
    double accuracy, List<ClassFigures> classes, List<List<Integer>> confusion) {

  /** Copies the lists. */
  public ClassReport {
    classes = List.copyOf(classes);
    confusion = confusion.stream().map(List::copyOf).toList();
  }

  /**
   * One class.
   *
   * @param name its name
   * @param images images of this class
   * @param precision share of the images taken for this class that are of it; NaN if none was
   * @param recall share of the images of this class that were recognized; NaN if there are none
   * @param f1 harmonic mean of both
   */
  public record ClassFigures(String name, int images, double precision, double recall, double f1) {}

  /**
   * The figures of predictions.
   *
   * @param names name of every class, in the order of the labels
   * @param labels true class of each image
   * @param predictions predicted class of each image
   */
  public static ClassReport of(
      List<String> names, List<Integer> labels, List<Integer> predictions) {
    requireArgument(
        labels.size() == predictions.size() && !labels.isEmpty(),
        "as many predictions as labels are needed, and at least one; found %d and %d",
        predictions.size(),
        labels.size());
    List<Label> classes = names.stream().map(Label::new).toList();
    LabelConfusionMatrix matrix = matrix(classes, labels, predictions);
    List<ClassFigures> figures = new ArrayList<>();
    List<List<Integer>> confusion = new ArrayList<>();
    int hits = 0;
    for (Label truth : classes) {
      MetricTarget<Label> target = new MetricTarget<>(truth);
      hits += (int) matrix.tp(truth);
      figures.add(
          new ClassFigures(
              truth.getLabel(),
              (int) matrix.support(truth),
              ConfusionMetrics.precision(target, matrix),
              ConfusionMetrics.recall(target, matrix),
              ConfusionMetrics.f1(target, matrix)));
      confusion.add(classes.stream().map(taken -> (int) matrix.confusion(taken, truth)).toList());
    }
    return new ClassReport((double) hits / labels.size(), figures, confusion);
  }

  private static LabelConfusionMatrix matrix(
      List<Label> classes, List<Integer> labels, List<Integer> predictions) {
    MutableOutputInfo<Label> domain = new LabelFactory().generateInfo();
    classes.forEach(domain::observe);
    List<Prediction<Label>> pairs = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      ArrayExample<Label> example = new ArrayExample<>(classes.get(labels.get(i)));
      example.add("image", i);
      pairs.add(new Prediction<>(classes.get(predictions.get(i)), 1, example));
    }
    return new LabelConfusionMatrix(domain.generateImmutableOutputInfo(), pairs);
  }
}

package org.bnnlab.bench.features;

import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Features as a data set of Tribuo, whose provenance says which run made them. */
public final class LabelledFeatures {

  private static final LabelFactory LABELS = new LabelFactory();

  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  static {
    // Its trainers tell at length what they do.
    TRIBUO.setLevel(Level.WARNING);
  }

  private LabelledFeatures() {}

  /** One example for each image, with the names of {@link #names} and the class's name. */
  public static Dataset<Label> of(FeatureSet features) {
    MutableDataset<Label> examples =
        new MutableDataset<>(new SimpleDataSourceProvenance(features.source(), LABELS), LABELS);
    String[] names = names(features.dimension());
    for (int image = 0; image < features.size(); image++) {
      examples.add(
          example(
              features.classNames().get(features.label(image)), names, features.feature(image)));
    }
    return examples;
  }

  /** An example of a class. */
  public static ArrayExample<Label> example(String label, String[] names, float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return new ArrayExample<>(new Label(label), names, doubles);
  }

  /** Names of values in the order of the alphabet, which is Tribuo's order: {@code v000017}. */
  public static String[] names(int count) {
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = String.format(Locale.ROOT, "v%06d", i);
    }
    return names;
  }

  /** What Tribuo's evaluation says of a model. */
  static ProbeResult evaluated(Model<Label> model, FeatureSet test, Map<String, Object> settings) {
    LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, of(test));
    double top1 = 100 * evaluation.accuracy();
    return new ProbeResult(top1, null, top1, settings, evaluation.getProvenance().toString());
  }
}

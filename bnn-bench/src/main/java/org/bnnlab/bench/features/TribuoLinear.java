package org.bnnlab.bench.features;

import java.util.Map;
import java.util.function.IntFunction;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;

/**
 * Tribuo's logistic regression on standardized features: LinearSGDTrainer with AdaGrad.
 *
 * @param epochs epochs
 * @param batch images in a batch
 * @param rate initial learning rate
 */
record TribuoLinear(int epochs, int batch, double rate) implements Probe {

  @Override
  public ProbeResult run(IntFunction<FeatureSet> training, FeatureSet test, long seed) {
    FeatureSet seen = training.apply(0);
    LinearSGDTrainer trainer =
        new LinearSGDTrainer(
            new LogMulticlass(), new AdaGrad(rate), epochs, Integer.MAX_VALUE, batch, seed);
    Model<Label> model = trainer.train(LabelledFeatures.of(seen.standardizedBy(seen)));
    return LabelledFeatures.evaluated(
        model,
        test.standardizedBy(seen),
        Map.of(
            "trainer",
            LinearSGDTrainer.class.getName(),
            "optimiser",
            AdaGrad.class.getName(),
            "epochs",
            epochs,
            "batch",
            batch,
            "rate",
            rate,
            "features",
            "standardized"));
  }
}

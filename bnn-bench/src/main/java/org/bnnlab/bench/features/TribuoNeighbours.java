package org.bnnlab.bench.features;

import java.util.Map;
import java.util.function.IntFunction;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.math.distance.L2Distance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;

/**
 * Tribuo's nearest neighbours among features of length 1, which are those of the largest cosine;
 * the majority decides.
 *
 * @param neighbours how many
 */
record TribuoNeighbours(int neighbours) implements Probe {

  @Override
  public ProbeResult run(IntFunction<FeatureSet> training, FeatureSet test, long seed) {
    FeatureSet seen = training.apply(0);
    int voters = Math.min(neighbours, seen.size());
    KNNTrainer<Label> trainer =
        new KNNTrainer<>(
            voters,
            new L2Distance(),
            1,
            new VotingCombiner(),
            KNNModel.Backend.INNERTHREADPOOL,
            NeighboursQueryFactoryType.BRUTE_FORCE);
    Model<Label> model = trainer.train(LabelledFeatures.of(seen.normalized()));
    return LabelledFeatures.evaluated(
        model,
        test.normalized(),
        Map.of(
            "trainer",
            KNNTrainer.class.getName(),
            "neighbours",
            voters,
            "features",
            "of length 1"));
  }
}

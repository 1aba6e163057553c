package org.bnnlab.bench.run;

import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.training.LearningRuleFactory;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.TrainingPlan;

/** What an experiment's data and batches must give its method and network. */
final class RunRequirements {

  private RunRequirements() {}

  /**
   * Checks that the data has the views that the method's steps need.
   *
   * @throws FaultException if there are fewer
   */
  static void views(Experiment experiment, Method method) {
    int needed = method.learningRule().map(LearningRuleFactory::views).orElse(1);
    int given = experiment.data().views();
    if (given < needed) {
      throw new FaultException(
          "method %s learns from %d views of each image, the data has %d; write data: { views: %d }"
              .formatted(experiment.method().id(), needed, given, needed));
    }
  }

  /**
   * Checks that no batch has one image where a batch normalization gets one value of it per
   * channel: of one value there is no variance.
   *
   * @param images training images
   * @throws FaultException if one has
   */
  static void batches(Experiment experiment, Network network, int images) {
    TrainingPlan plan = experiment.training();
    boolean single = plan.batch() == 1 || (images % plan.batch() == 1 && !plan.dropLast());
    if (!single) {
      return;
    }
    for (Node node : network.nodes()) {
      if (node.operation() instanceof Operation.BatchNormalization
          && network.inputShape(node).dimension() == 1) {
        throw new FaultException(
            "%d images in batches of %d give a batch of one image, which %s cannot normalize, since it sees one value of each channel; take another batch size%s"
                .formatted(
                    images,
                    plan.batch(),
                    node.path(),
                    plan.batch() == 1 ? "" : ", or leave the last batch out (dropLast: true)"));
      }
    }
  }
}

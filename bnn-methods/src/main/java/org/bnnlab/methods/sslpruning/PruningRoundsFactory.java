package org.bnnlab.methods.sslpruning;

import java.util.Locale;
import java.util.Set;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.LearningRuleFactory;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.methods.s2bnn.MomentumContrastFactory;

/**
 * Makes the rule of pruning in rounds.
 *
 * @param task what the network learns meanwhile
 * @param settings of the rounds
 * @param contrast makes the steps of the task "contrast"
 */
record PruningRoundsFactory(Task task, RoundSettings settings, MomentumContrastFactory contrast)
    implements LearningRuleFactory {

  /** What a network learns while it is pruned. */
  enum Task {
    /** By how much images are turned. */
    ROTATION,
    /** Momentum contrast. */
    CONTRAST,
    /** Their classes. */
    LABELS
  }

  @Override
  public LearningRule create(LearningContext context) {
    LearningRule steps =
        switch (task) {
          case ROTATION -> new TaskSteps(context, true);
          case LABELS -> new TaskSteps(context, false);
          case CONTRAST -> contrast.create(context);
        };
    return new PruningRounds(context, steps, settings);
  }

  @Override
  public Set<NetworkRole> companions() {
    return task == Task.CONTRAST ? contrast.companions() : Set.of();
  }

  @Override
  public int views() {
    return task == Task.CONTRAST ? contrast.views() : 1;
  }

  @Override
  public boolean carries(String tensor) {
    return tensor.startsWith(PruningRounds.PREFIX);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, pruned in rounds (share %s)",
        task.name().toLowerCase(Locale.ROOT),
        settings.share());
  }
}

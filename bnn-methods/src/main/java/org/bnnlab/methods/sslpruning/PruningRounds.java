package org.bnnlab.methods.sslpruning;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.TrainingBatch;

/**
 * Iterative magnitude pruning with rewinding, a round for each stage: the first stage remembers its
 * tensors at the start of epoch k, every later one removes weights from the masks by what the stage
 * before trained, and goes back to the remembered tensors, batch normalization's statistics
 * included. Masks lie beside the weights, the remembered tensors in the run's state; neither stem
 * nor classifier is pruned.
 *
 * <p>Frankle et al., "Stabilizing the Lottery Ticket Hypothesis", 2019; used without labels by
 * Caron et al., "Pruning Convolutional Neural Networks with Self-Supervision", 2020,
 * arXiv:2001.03554, of which only the abstract could be read.
 *
 * @param context what it works with
 * @param steps makes the steps of the task
 * @param settings of the rounds
 */
record PruningRounds(LearningContext context, LearningRule steps, RoundSettings settings)
    implements LearningRule {

  /** What the names of remembered tensors begin with. */
  static final String PREFIX = "rewind.";

  /** Tensors of heads, which every task has of its own. */
  private static final String HEAD = "head.classifier";

  @Override
  public void begin() {
    StateStore state = context.state();
    Map<String, float[]> weights = new LinkedHashMap<>();
    Map<String, float[]> masks = new LinkedHashMap<>();
    NodeParameters.of(context.network().network())
        .forEach(
            (name, spec) -> {
              boolean prunable =
                  spec.role() == ParameterRole.WEIGHT
                      || spec.role() == ParameterRole.SHORTCUT_WEIGHT;
              if (prunable && state.contains(Pruning.maskOf(name))) {
                weights.put(name, state.tensor(name).toFloatArray());
                masks.put(name, state.tensor(Pruning.maskOf(name)).toFloatArray());
              }
            });
    // A stage before that ended at epoch k has nothing remembered: it is what it would remember.
    if (!remembers()) {
      remember();
    }
    pruned(weights, masks).forEach((name, mask) -> state.set(Pruning.maskOf(name), mask));
    if (settings.rewinds()) {
      rewind();
    }
    masks.keySet().forEach(name -> state.tensor(name).muli(state.tensor(Pruning.maskOf(name))));
    for (String name : Map.copyOf(state.tensors(StateStore.Kind.MODEL)).keySet()) {
      String copy = NetworkRole.KEY_ENCODER.id() + "." + name;
      if (state.contains(copy)) {
        state.set(copy, state.tensor(name).toFloatArray());
      }
    }
  }

  private Map<String, float[]> pruned(Map<String, float[]> weights, Map<String, float[]> masks) {
    RandomGenerator random = context.streams().stream("pruning", 0, 0);
    return switch (settings.criterion()) {
      case MAGNITUDE -> Pruning.byMagnitude(weights, masks, settings.share());
      case RANDOM -> Pruning.atRandom(masks, settings.share(), random);
      case SHUFFLED ->
          Pruning.shuffled(Pruning.byMagnitude(weights, masks, settings.share()), random);
    };
  }

  private boolean remembers() {
    return context.state().tensors(StateStore.Kind.RUN).keySet().stream()
        .anyMatch(name -> name.startsWith(PREFIX));
  }

  private void remember() {
    StateStore state = context.state();
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach(
            (name, tensor) -> {
              if (!name.startsWith(HEAD) && !name.endsWith("." + MaskedWeight.MASK)) {
                state.create(
                    PREFIX + name, StateStore.Kind.RUN, tensor.getShape(), tensor.toFloatArray());
              }
            });
  }

  private void rewind() {
    StateStore state = context.state();
    state
        .tensors(StateStore.Kind.RUN)
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(PREFIX)) {
                state.set(name.substring(PREFIX.length()), tensor.toFloatArray());
              }
            });
  }

  @Override
  public StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate) {
    if (progress.epoch() == settings.rewindEpoch() && batch.index() == 0 && !remembers()) {
      remember();
    }
    return steps.step(batch, progress, learningRate);
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    return steps.predictor(manager, progress, evaluation);
  }
}

package org.bnnlab.api.method;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.multibindings.OptionalBinder;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.architecture.ResidualRule;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.network.Contributions;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.api.training.GradientTransform;
import org.bnnlab.api.training.Objective;

/** What fills a slot that a method leaves open. */
final class DefaultParts extends AbstractModule {

  @Override
  protected void configure() {
    for (Slot slot : Slot.values()) {
      switch (slot) {
        case WEIGHT_NORMALIZER, REAL_WEIGHT_NORMALIZER -> fill(slot, new Normalizer.Identity());
        case WEIGHT_BINARIZER -> fill(slot, new Sign());
        case WEIGHT_ESTIMATOR, ACTIVATION_ESTIMATOR -> fill(slot, new GradientEstimator.Identity());
        case BEFORE_SIGN, CONVOLUTION_OUTPUT, STEM_OUTPUT, SHORTCUT_OUTPUT, ACTIVATION ->
            fill(slot, Contributions.nothing());
        case NORMALIZATION -> fill(slot, Contributions.batchNormalization());
        case PADDING -> fill(slot, Padding.Value.ZERO);
        case SHORTCUT_BITS, STEM_BITS -> fill(slot, 32);
        case HEAD -> fill(slot, new Head.Classifier());
        case RESIDUAL -> fill(slot, new ResidualRule.Plain());
        case INITIALIZATION -> fill(slot, new InitializationRule.AsPublished());
        case OBJECTIVE -> fill(slot, new Objective.CrossEntropy());
        case GRADIENT_TRANSFORM -> fill(slot, new GradientTransform.Identity());
        case AFTER_STEP -> fill(slot, new AfterStep.Nothing());
        case OPTIMIZER, LEARNING_RULE -> OptionalBinder.newOptionalBinder(binder(), slot.key());
      }
    }
  }

  private void fill(Slot slot, Object part) {
    fillTyped(slot.key(), part);
  }

  @SuppressWarnings("unchecked") // each slot above is paired with its own type
  private <T> void fillTyped(Key<T> key, Object part) {
    OptionalBinder.newOptionalBinder(binder(), key).setDefault().toInstance((T) part);
  }
}

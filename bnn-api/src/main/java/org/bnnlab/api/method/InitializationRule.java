package org.bnnlab.api.method;

import org.bnnlab.api.parameter.Initialization;

/** Changes an architecture's initialization where a paper's code starts differently. */
@FunctionalInterface
public interface InitializationRule {

  /**
   * The initialization to use.
   *
   * @param architecture id of the architecture
   * @param published what the architecture starts with by itself
   */
  Initialization adjust(String architecture, Initialization published);

  /** The classifier's weight starts like those of the body. */
  record ClassifierLikeBody() implements InitializationRule {
    @Override
    public Initialization adjust(String architecture, Initialization published) {
      return published.withClassifier(published.body());
    }
  }

  /** Keeps the architecture's. */
  record AsPublished() implements InitializationRule {
    @Override
    public Initialization adjust(String architecture, Initialization published) {
      return published;
    }
  }
}

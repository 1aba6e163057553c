package org.bnnlab.api.layer;

import java.util.Map;

/** A part with quantities that follow the training: ReCU's τ, IR-Net's t and k. */
public interface Scheduled {

  /** The quantities by name at {@code progress}; they are logged with every epoch. */
  Map<String, Double> quantities(TrainingProgress progress);
}

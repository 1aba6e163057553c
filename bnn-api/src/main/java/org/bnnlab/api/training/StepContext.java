package org.bnnlab.api.training;

import org.bnnlab.api.layer.TrainingProgress;

/**
 * What a change of gradients or values may ask about the run.
 *
 * @param state the run's state, where masks and other things that outlive a step lie
 * @param progress where the run stands
 */
public record StepContext(StateStore state, TrainingProgress progress) {}

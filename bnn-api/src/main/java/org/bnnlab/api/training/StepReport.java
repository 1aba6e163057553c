package org.bnnlab.api.training;

import java.nio.FloatBuffer;

/**
 * What a training step found.
 *
 * @param loss loss of the batch before the step
 * @param logits logits of the batch before the step, row-major (N, classes)
 */
public record StepReport(double loss, FloatBuffer logits) {}

package org.bnnlab.api.training;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What a network should have said about a batch.
 *
 * @param labels class of each sample, one-hot, float32 (N, classes)
 * @param teacherLogits logits (N, classes) of a teacher, or null without one
 */
public record Targets(NDArray labels, @Nullable NDArray teacherLogits) {}

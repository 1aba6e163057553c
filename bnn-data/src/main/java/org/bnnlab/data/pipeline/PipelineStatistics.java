package org.bnnlab.data.pipeline;

/**
 * How well the workers kept up.
 *
 * @param batches delivered so far
 * @param samples in these batches
 * @param waitedNanos time in which the consumer stood still for lack of a batch, in nanoseconds
 */
public record PipelineStatistics(long batches, long samples, long waitedNanos) {}

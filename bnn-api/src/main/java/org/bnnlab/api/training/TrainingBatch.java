package org.bnnlab.api.training;

import ai.djl.ndarray.NDArray;

/**
 * A batch on the device.
 *
 * @param images normalized images (N, C, H, W)
 * @param labels one-hot labels (N, classes)
 * @param index number of the batch in its epoch
 */
public record TrainingBatch(NDArray images, NDArray labels, int index) {}

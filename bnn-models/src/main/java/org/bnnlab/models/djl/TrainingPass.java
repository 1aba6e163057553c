package org.bnnlab.models.djl;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.bnnlab.api.training.TrainedTensor;

/**
 * What a forward and backward pass gives.
 *
 * @param loss the objective, without auxiliary losses
 * @param logits output of the network (N, classes)
 * @param tensors every learned parameter with its gradient, in forward order
 */
public record TrainingPass(double loss, NDArray logits, List<TrainedTensor> tensors) {}

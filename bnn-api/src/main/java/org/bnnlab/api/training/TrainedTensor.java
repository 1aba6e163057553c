package org.bnnlab.api.training;

import ai.djl.ndarray.NDArray;
import org.bnnlab.api.parameter.ParameterSpec;

/**
 * A learned tensor with its gradient, between the backward pass and the optimizer's step.
 *
 * @param name full name, such as {@code stage1.block0.conv1.weight}
 * @param spec its declaration
 * @param value its value; changed in place only
 * @param gradient its gradient; changed in place only
 */
public record TrainedTensor(String name, ParameterSpec spec, NDArray value, NDArray gradient) {}

package org.bnnlab.models.cost;

import ai.djl.ndarray.types.Shape;
import org.bnnlab.api.network.Node;

/**
 * Cost of one node for one image.
 *
 * @param node the node
 * @param input shape of one sample at its first input
 * @param output shape of one sample at its output
 * @param weightBits bits of its weights; 0 if it has none
 * @param activationBits bits of its input
 * @param paramsBinary one-bit parameters
 * @param paramsFloat 32-bit parameters, buffers not counted
 * @param binaryMacs multiply-accumulates with one-bit weight and one-bit activation
 * @param floatMacs other multiply-accumulates of convolutions and branches
 * @param classifierMacs multiply-accumulates of the classifier
 */
public record NodeCost(
    Node node,
    Shape input,
    Shape output,
    int weightBits,
    int activationBits,
    long paramsBinary,
    long paramsFloat,
    long binaryMacs,
    long floatMacs,
    long classifierMacs) {}

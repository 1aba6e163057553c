package org.bnnlab.runtime.engine;

import org.bnnlab.runtime.program.Extent;

/**
 * One line of the table of stages.
 *
 * @param path the node of the network that it begins with
 * @param kind what it begins with
 * @param steps steps of the program that it computes together
 * @param output size of what comes out
 * @param macs products that are summed up
 * @param binary whether they are products of signs
 */
public record StageFacts(
    String path, String kind, int steps, Extent output, long macs, boolean binary) {}

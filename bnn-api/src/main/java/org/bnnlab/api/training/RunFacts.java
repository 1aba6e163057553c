package org.bnnlab.api.training;

/**
 * Sizes of a run that some methods compute with (BayesBiNN scales gradients by the training set).
 *
 * @param trainingImages images of the training set
 * @param batch images in a batch
 * @param classes number of classes
 */
public record RunFacts(int trainingImages, int batch, int classes) {}

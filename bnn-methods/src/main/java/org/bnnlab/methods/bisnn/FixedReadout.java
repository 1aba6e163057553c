package org.bnnlab.methods.bisnn;

import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.Initializer;

/** A dense layer of random ±1 without bias, which the learning rule leaves as it is. */
record FixedReadout() implements Head {

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge features, int classes) {
    Weights weights =
        new Weights.Binary(
            new Normalizer.Identity(),
            new Sign(),
            new GradientEstimator.Identity(),
            new Initializer.RandomSign(1));
    return net.add(
        path,
        new Operation.Linear(
            features.channels(), classes, weights, null, Operation.Purpose.CLASSIFIER),
        features);
  }
}

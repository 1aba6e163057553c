package org.bnnlab.methods.sslpruning;

import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkBuilder;

/** A dense layer that tells the four rotations apart, not the classes. */
record RotationHead() implements Head {

  @Override
  public boolean classifies() {
    return false;
  }

  @Override
  public Edge contribute(NetworkBuilder net, String path, Edge features, int classes) {
    return new Head.Classifier().contribute(net, path, features, Rotations.COUNT);
  }

  @Override
  public String toString() {
    return "classifier of four rotations";
  }
}

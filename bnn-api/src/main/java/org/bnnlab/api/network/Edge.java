package org.bnnlab.api.network;

import ai.djl.ndarray.types.Shape;

/**
 * The output of a node while a network is being built.
 *
 * @param path path of the node
 * @param shape shape of one sample: (C, H, W) or (C)
 */
public record Edge(String path, Shape shape) {

  /** Channels. */
  public int channels() {
    return (int) shape.get(0);
  }

  /** Height in pixels. */
  public int height() {
    return (int) shape.get(1);
  }

  /** Width in pixels. */
  public int width() {
    return (int) shape.get(2);
  }
}

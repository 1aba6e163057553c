package org.bnnlab.api.network;

/** An impossible network; the message names the node and the shapes. */
public final class NetworkException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** With a message that starts with the node's path. */
  public NetworkException(String message) {
    super(message);
  }
}

package org.bnnlab.data;

/**
 * Says which part of an image is wanted, as soon as its size is known and before it is decoded: a
 * reader need not produce the rest.
 */
@FunctionalInterface
public interface Cut {

  /** Nothing is left out. */
  Cut NONE = Box::whole;

  /** The part of an image of this size; asked once for each reading. */
  Box of(int height, int width);
}

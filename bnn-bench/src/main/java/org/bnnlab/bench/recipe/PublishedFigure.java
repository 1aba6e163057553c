package org.bnnlab.bench.recipe;

/**
 * A published accuracy, whether a recipe of it is here or not.
 *
 * @param id name by which recipes and tables refer to it: {@code DATASET/NETWORK/METHOD}
 * @param architecture the network as its source calls it
 * @param method the method as its source calls it
 * @param bits bits of weights and activations, such as {@code 1/1}
 * @param published the figure and where it stands
 */
public record PublishedFigure(
    String id, String architecture, String method, String bits, Published published) {

  /** Id of the data set, with which its own id begins. */
  public String dataset() {
    return id.substring(0, id.indexOf('/'));
  }
}

package org.bnnlab.models.zoo;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.Collections;
import java.util.List;

/**
 * Size of a net of dense layers.
 *
 * @param blocks blocks in each stage
 * @param transitions channels behind each transition, one less than stages
 * @param groups groups of the transitions' convolutions; a channel shuffle precedes them where
 *     there are several
 * @param dilations distance of kernel taps in each stage; a dilated stage keeps the resolution of
 *     the stage before
 * @param improving whether an improvement block follows each dense block (MeliusNet)
 */
record DenseShape(
    List<Integer> blocks,
    List<Integer> transitions,
    int groups,
    List<Integer> dilations,
    boolean improving) {

  private static final int MULTIPLE = 32;

  /** Copies the lists and checks their lengths. */
  DenseShape {
    blocks = List.copyOf(blocks);
    transitions = List.copyOf(transitions);
    dilations = List.copyOf(dilations);
    requireArgument(
        transitions.size() == blocks.size() - 1 && dilations.size() == blocks.size(),
        "%d stages take %d transitions and %d dilations, found %s and %s",
        blocks.size(),
        blocks.size() - 1,
        blocks.size(),
        transitions,
        dilations);
  }

  /** Dense blocks alone. */
  static DenseShape dense(List<Integer> blocks, List<Integer> transitions) {
    return new DenseShape(blocks, transitions, 1, Collections.nCopies(blocks.size(), 1), false);
  }

  /** Dense and improvement blocks in turn. */
  static DenseShape improving(List<Integer> blocks, List<Integer> transitions, int groups) {
    return new DenseShape(blocks, transitions, groups, Collections.nCopies(blocks.size(), 1), true);
  }

  /** The same with dilated stages. */
  DenseShape dilated(Integer... by) {
    return new DenseShape(blocks, transitions, groups, List.of(by), improving);
  }

  /**
   * Channels behind a transition of a reduction rate: 32 · round(⌊channels / rate⌋ / 32), half to
   * even (BMXNet-v2-examples, {@code basenet_dense.py}).
   */
  static int reduced(int channels, double rate) {
    return MULTIPLE * (int) Math.rint(Math.floor(channels / rate) / MULTIPLE);
  }
}

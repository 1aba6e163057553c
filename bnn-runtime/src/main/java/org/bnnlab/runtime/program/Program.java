package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

import java.util.ArrayList;
import java.util.List;

/**
 * A closed program: steps in forward order, the first is the only input, the last gives the logits.
 * Whatever is built was checked; engines check nothing more.
 */
public final class Program {

  private final Facts facts;
  private final List<Step> steps;
  private final List<Extent> extents;

  /**
   * Closes a program.
   *
   * @throws IllegalArgumentException naming the first step that does not fit
   */
  public Program(Facts facts, List<Step> steps) {
    require(
        steps.size() >= 2 && steps.size() <= Limits.STEPS,
        "a program has 2 to %d steps, found %d",
        Limits.STEPS,
        steps.size());
    this.facts = facts;
    this.steps = List.copyOf(steps);
    this.extents = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      extents.add(Shapes.check(i, this.steps, extents));
    }
    Op last = this.steps.getLast().op();
    require(
        !(last instanceof Op.Sign) && extents.getLast().pixels() == 1,
        "the last step gives real values of one pixel, found %s",
        extents.getLast());
    require(
        facts.classes().isEmpty() || facts.classes().size() == extents.getLast().channels(),
        "%d classes are named, the last step gives %d values",
        facts.classes().size(),
        extents.getLast().channels());
    facts.preprocessing().requireFor(extents.getFirst());
  }

  /** What is known of the network. */
  public Facts facts() {
    return facts;
  }

  /** The steps in forward order. */
  public List<Step> steps() {
    return steps;
  }

  /** Size of the value that a step gives. */
  public Extent extent(int step) {
    return extents.get(step);
  }

  /** Size of the image. */
  public Extent input() {
    return extents.getFirst();
  }

  /** Number of logits. */
  public int outputs() {
    return extents.getLast().channels();
  }
}

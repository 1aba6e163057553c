package org.bnnlab.bench.recipe;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a stage takes over from the one before: every parameter and running statistic of equal name
 * and shape, where the two networks must have the same ones but for these exceptions. The state of
 * the optimizer is never taken over. {@code *} in a pattern stands for any characters.
 *
 * @param fresh tensors of the new stage that start anew
 * @param dropped tensors of the stage before that the new one does not have or does not want
 */
public record Carry(List<String> fresh, List<String> dropped) {

  /** Everything. */
  public static final Carry ALL = new Carry(List.of(), List.of());

  /** Copies the lists. */
  public Carry {
    fresh = List.copyOf(fresh);
    dropped = List.copyOf(dropped);
  }

  /** Whether a tensor of the new stage starts anew. */
  public boolean startsFresh(String tensor) {
    return fresh.stream().anyMatch(pattern -> fits(pattern, tensor));
  }

  /** Whether a tensor of the stage before is left behind. */
  public boolean drops(String tensor) {
    return dropped.stream().anyMatch(pattern -> fits(pattern, tensor));
  }

  /** Whether a pattern fits the name of a tensor. */
  public static boolean fits(String pattern, String tensor) {
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    return Pattern.matches(regex, tensor);
  }
}

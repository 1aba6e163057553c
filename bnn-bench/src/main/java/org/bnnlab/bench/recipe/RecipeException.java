package org.bnnlab.bench.recipe;

import java.util.List;

/**
 * A recipe that cannot be run, with every fault that one reading found.
 *
 * <p>The message is meant for its author: a heading with the file, then one indented line for each
 * fault.
 */
public final class RecipeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable list of strings, which is serializable
  private final List<String> faults;

  /**
   * With every fault of one file.
   *
   * @param file name of the file
   * @param faults {@code line 2: ...}, in the order of the lines
   */
  public RecipeException(String file, List<String> faults) {
    super(
        "%s: %d fault%s\n  %s"
            .formatted(
                file, faults.size(), faults.size() == 1 ? "" : "s", String.join("\n  ", faults)));
    this.faults = List.copyOf(faults);
  }

  /** {@code line 2: ...}, one for each fault. */
  public List<String> faults() {
    return faults;
  }
}

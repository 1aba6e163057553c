package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Data that cannot be used, with every fault that one pass over it found.
 *
 * <p>The message is meant for the user: one line for a single fault, otherwise a heading and one
 * indented line for each fault.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable list of strings, which is serializable
  private final List<String> faults;

  public DataException(String place, List<String> faults) {
    this(place, faults, null);
  }

  public DataException(String place, List<String> faults, @Nullable Throwable cause) {
    super(message(place, faults), cause);
    this.faults = List.copyOf(faults);
  }

  /** The faults, each with value, rule and next step. */
  public List<String> faults() {
    return faults;
  }

  private static String message(String place, List<String> faults) {
    requireArgument(!faults.isEmpty(), "a data exception needs at least one fault");
    if (faults.size() == 1) {
      return place + ": " + faults.getFirst();
    }
    return place + ": " + faults.size() + " faults\n  " + String.join("\n  ", faults);
  }
}

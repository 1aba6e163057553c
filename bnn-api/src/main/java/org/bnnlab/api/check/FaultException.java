package org.bnnlab.api.check;

import java.util.List;

/** Bad input: every fault that was found in it, one line each, ready to be shown to its author. */
public class FaultException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String[] faults;

  /** With one line per fault. */
  public FaultException(List<String> faults) {
    super(String.join("; ", faults));
    this.faults = faults.toArray(String[]::new);
  }

  /** With a single fault. */
  public FaultException(String fault) {
    this(List.of(fault));
  }

  /** One line per fault. */
  public List<String> faults() {
    return List.of(faults);
  }
}

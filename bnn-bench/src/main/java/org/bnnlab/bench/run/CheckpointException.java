package org.bnnlab.bench.run;

import java.io.IOException;
import java.util.List;

/** A checkpoint that is not as it was written. */
public final class CheckpointException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With one line per fault. */
  CheckpointException(List<String> faults) {
    super(String.join(System.lineSeparator(), faults));
  }
}

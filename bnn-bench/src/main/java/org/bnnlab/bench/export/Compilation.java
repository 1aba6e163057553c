package org.bnnlab.bench.export;

import java.util.List;
import org.bnnlab.runtime.program.Program;

/**
 * A packed program and how it came about.
 *
 * @param program the program
 * @param plan what of the network is computed on packed bits
 * @param notes what has one-bit weights and is not packed, and why
 */
public record Compilation(Program program, PackingPlan plan, List<String> notes) {

  /** Copies the list. */
  public Compilation {
    notes = List.copyOf(notes);
  }
}

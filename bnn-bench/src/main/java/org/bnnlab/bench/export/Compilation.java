package org.bnnlab.bench.export;

import java.util.List;
import org.bnnlab.runtime.program.Program;

/**
 * A packed program and how it came about.
 *
 * @param program the program
 * @param binaryMacs products of a one-bit weight and a one-bit activation that the network has
 * @param packedMacs those of them that are computed on packed bits
 * @param notes what is not packed, and why
 */
public record Compilation(Program program, long binaryMacs, long packedMacs, List<String> notes) {

  /** Copies the list. */
  public Compilation {
    notes = List.copyOf(notes);
  }

  /** Share of the binary products that are packed, between 0 and 1. */
  public double packedShare() {
    return binaryMacs == 0 ? 1 : (double) packedMacs / (double) binaryMacs;
  }
}

package org.bnnlab.bench.recipe;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers the faults of one file. Equal faults count once: rows share their common part. */
final class Faults {

  private record Fault(int line, String text) {}

  private final Set<Fault> found = new LinkedHashSet<>();

  /** Adds one; {@code message} is formatted with {@code values}. */
  void add(int line, String message, Object... values) {
    found.add(new Fault(line, message.formatted(values)));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many there are. */
  int count() {
    return found.size();
  }

  /** {@code line 2: ...}, in the order of the lines. */
  List<String> lines() {
    return found.stream()
        .sorted(Comparator.comparingInt(Fault::line))
        .map(fault -> "line " + fault.line() + ": " + fault.text())
        .toList();
  }
}

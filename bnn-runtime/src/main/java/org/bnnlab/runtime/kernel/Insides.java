package org.bnnlab.runtime.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Window;

/**
 * Which taps of a window lie inside the image. Output pixels that agree in this form a class; a 3x3
 * kernel on a larger image has nine: top, middle, bottom times left, middle, right.
 */
final class Insides {

  /** Taps {@code from} (inclusive) to {@code to} (exclusive) lie inside. */
  private record Range(int from, int to) {}

  private final List<Range> rows = new ArrayList<>();
  private final List<Range> columns = new ArrayList<>();
  private final int[] rowClass;
  private final int[] columnClass;

  Insides(Window window, Extent input, Extent output) {
    rowClass = classes(window, input.height(), output.height(), rows);
    columnClass = classes(window, input.width(), output.width(), columns);
  }

  private static int[] classes(Window window, int length, int outputs, List<Range> found) {
    int[] classes = new int[outputs];
    for (int i = 0; i < outputs; i++) {
      int start = i * window.stride() - window.padding();
      int from = 0;
      while (from < window.kernel() && start + from * window.dilation() < 0) {
        from++;
      }
      int to = window.kernel();
      while (to > from && start + (to - 1) * window.dilation() >= length) {
        to--;
      }
      Range range = new Range(from, to);
      if (!found.contains(range)) {
        found.add(range);
      }
      classes[i] = found.indexOf(range);
    }
    return classes;
  }

  /** Number of classes. */
  int count() {
    return rows.size() * columns.size();
  }

  /** Whether a tap of the kernel lies inside for the pixels of a class. */
  boolean contains(int place, int row, int column) {
    return contains(rows.get(place / columns.size()), row)
        && contains(columns.get(place % columns.size()), column);
  }

  private static boolean contains(Range range, int tap) {
    return range.from() <= tap && tap < range.to();
  }

  /** The class of every output pixel, times {@code factor}. */
  int[] classes(int factor) {
    int[] classes = new int[rowClass.length * columnClass.length];
    for (int i = 0; i < classes.length; i++) {
      int row = rowClass[i / columnClass.length];
      int column = columnClass[i % columnClass.length];
      classes[i] = (row * columns.size() + column) * factor;
    }
    return classes;
  }
}

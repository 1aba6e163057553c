package org.bnnlab.bench.site;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table as people and programs read it. Some columns are for programs only.
 *
 * @param id name of its files, such as {@code cifar10}
 * @param title one line for people
 * @param columns the columns
 * @param rows one cell for each column
 */
record Grid(String id, String title, List<Column> columns, List<List<Cell>> rows) {

  Grid {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Cell> row : rows) {
      requireArgument(
          row.size() == columns.size(),
          "table %s has %d columns, found a row of %d cells",
          id,
          columns.size(),
          row.size());
    }
  }

  /**
   * A column.
   *
   * @param key name for programs, such as {@code top1_last}
   * @param title title for people; empty for a column that only programs see
   * @param number whether its cells are numbers
   */
  record Column(String key, String title, boolean number) {

    boolean shown() {
      return !title.isEmpty();
    }
  }

  /**
   * A cell.
   *
   * @param text what people read
   * @param value what programs read and what is sorted by: a text, a number, or null for nothing
   * @param link where the text leads, or null
   * @param note what else there is to know, or empty
   */
  record Cell(String text, @Nullable Object value, @Nullable String link, String note) {

    static Cell text(String text) {
      return new Cell(text, text, null, "");
    }

    /** A number; NaN is nothing. */
    static Cell number(String text, double value) {
      return new Cell(text, Double.isNaN(value) ? null : value, null, "");
    }

    Cell linkedTo(@Nullable String address) {
      return new Cell(text, value, address, note);
    }

    Cell noted(String more) {
      return new Cell(text, value, link, more);
    }
  }

  /** Positions of the columns that people see: those with a title that are not empty throughout. */
  List<Integer> shown() {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).shown())
        .filter(i -> rows.isEmpty() || rows.stream().anyMatch(row -> !row.get(i).text().isEmpty()))
        .boxed()
        .toList();
  }
}

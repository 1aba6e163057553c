package org.bnnlab.bench.leaderboard;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table for the terminal: columns as wide as their widest cell, two blanks apart. */
public final class TextTable {

  private static final String BOLD = "\u001B[1m";
  private static final String PLAIN = "\u001B[0m";

  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with the titles of its columns; an empty title is allowed. */
  public TextTable(List<String> titles) {
    this.titles = List.copyOf(titles);
  }

  /** Adds a row with one cell for each column. */
  public TextTable add(List<String> cells) {
    requireArgument(
        cells.size() == titles.size(), "a row has %d cells, found %d", titles.size(), cells.size());
    rows.add(List.copyOf(cells));
    return this;
  }

  /**
   * The lines of the table, each with one blank in front.
   *
   * @param colours whether the titles are bold
   */
  public List<String> lines(boolean colours) {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(titles.size(), 0));
    List<List<String>> all = new ArrayList<>(rows);
    all.addFirst(titles);
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths.set(i, Math.max(widths.get(i), width(row.get(i))));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : all) {
      lines.add(line(row, widths));
    }
    if (colours) {
      lines.set(0, BOLD + lines.getFirst() + PLAIN);
    }
    return lines;
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(i == 0 ? " " : "  ").append(row.get(i));
      line.append(" ".repeat(widths.get(i) - width(row.get(i))));
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}

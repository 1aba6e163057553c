package org.bnnlab.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The few forms of Markdown that the pages are made of: tables, and blocks between comments. */
final class Markdown {

  private Markdown() {}

  /** A table; cells may hold anything but line ends. */
  static String table(List<String> titles, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(row(titles));
    lines.add("|---".repeat(titles.size()) + "|");
    rows.forEach(cells -> lines.add(row(cells)));
    return String.join("\n", lines);
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** Whether a line is a row of a table. */
  static boolean isRow(String line) {
    return line.startsWith("|");
  }

  /** Whether a line is the rule below the titles of a table. */
  static boolean isRule(String line) {
    return line.matches("(\\|\\s*:?-+:?\\s*)+\\|");
  }

  /** The cells of a row. */
  static List<String> cells(String row) {
    String inside = row.strip().replaceAll("^\\||\\|$", "");
    List<String> cells = new ArrayList<>();
    for (String cell : inside.split("(?<!\\\\)\\|", -1)) {
      cells.add(cell.replace("\\|", "|").strip());
    }
    return cells;
  }

  /** Text without marks: emphasis, code, links, pictures. */
  static String plain(String text) {
    return text.replaceAll("!\\[[^\\]]*\\]\\([^)]*\\)", "")
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .replace("**", "")
        .replace("`", "");
  }
}

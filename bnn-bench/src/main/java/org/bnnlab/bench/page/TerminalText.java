package org.bnnlab.bench.page;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.bench.leaderboard.TextTable;

/** A page as lines for a terminal: headings, paragraphs, lists, formulas and tables. */
final class TerminalText {

  private static final int WIDTH = 100;
  private static final int NARROWEST = 24;
  private static final String BOLD = "\u001B[1m";
  private static final String PLAIN = "\u001B[0m";

  private final boolean colours;
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder paragraph = new StringBuilder();
  private final List<List<String>> table = new ArrayList<>();

  TerminalText(boolean colours) {
    this.colours = colours;
  }

  /** The lines of a page, each paragraph wrapped. */
  List<String> lines(String markdown) {
    boolean formula = false;
    for (String line : markdown.split("\n", -1)) {
      if (line.startsWith("```")) {
        endParagraph();
        formula = !formula;
      } else if (formula) {
        lines.add(("    " + line).stripTrailing());
      } else {
        add(line);
      }
    }
    endParagraph();
    return lines;
  }

  private void add(String line) {
    if (Markdown.isRow(line)) {
      if (!Markdown.isRule(line)) {
        table.add(Markdown.cells(line).stream().map(Markdown::plain).toList());
      }
      return;
    }
    if (line.startsWith("#")) {
      endParagraph();
      String title = Markdown.plain(line.replaceFirst("^#+ ", ""));
      lines.add(colours ? BOLD + title + PLAIN : title);
    } else if (line.isBlank() || line.startsWith("<!--")) {
      endParagraph();
      if (line.isBlank() && !lines.isEmpty() && !lines.getLast().isEmpty()) {
        lines.add("");
      }
    } else if (line.startsWith("- ") || line.matches("\\d+\\. .*")) {
      endParagraph();
      paragraph.append(line);
    } else {
      paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
      if (line.endsWith("  ")) {
        endParagraph();
      }
    }
  }

  private void endParagraph() {
    if (!table.isEmpty()) {
      lines.addAll(tableLines());
      table.clear();
    }
    if (!paragraph.isEmpty()) {
      String text = Markdown.plain(paragraph.toString());
      String indent = text.startsWith("- ") ? "  " : text.matches("\\d+\\. .*") ? "   " : "";
      List<String> wrapped = wrapped(text, WIDTH - indent.length());
      for (int i = 0; i < wrapped.size(); i++) {
        lines.add((i == 0 ? "" : indent) + wrapped.get(i));
      }
      paragraph.setLength(0);
    }
  }

  /** The last column takes what the others leave. */
  private List<String> tableLines() {
    List<String> titles = table.getFirst();
    int last = titles.size() - 1;
    int others = 0;
    for (int column = 0; column < last; column++) {
      int at = column;
      others += 2 + table.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
    }
    int room = Math.max(NARROWEST, WIDTH - others - 1);
    TextTable text = new TextTable(titles);
    for (List<String> row : table.subList(1, table.size())) {
      List<String> wrapped = wrapped(row.get(last), room);
      for (int i = 0; i < wrapped.size(); i++) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < last; column++) {
          cells.add(i == 0 ? row.get(column) : "");
        }
        cells.add(wrapped.get(i));
        text.add(cells);
      }
    }
    return text.lines(colours);
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}

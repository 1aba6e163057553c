package org.bnnlab.bench.leaderboard;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.bench.ledger.Spread;
import org.bnnlab.bench.recipe.Published;

/** A leaderboard on the terminal. */
public final class LeaderboardText {

  private LeaderboardText() {}

  /**
   * The lines: title with the cost at the right, columns, one line a method.
   *
   * @param colours whether the terminal shows colours
   */
  public static List<String> lines(Leaderboard board, boolean colours) {
    boolean published = board.standings().stream().anyMatch(s -> s.published() != null);
    boolean rows = board.standings().stream().anyMatch(s -> !s.row().isEmpty());
    List<String> titles = new ArrayList<>(List.of("method"));
    if (rows) {
      titles.add("row");
    }
    titles.addAll(List.of("bits", "top-1 (last)", "top-1 (best)", "size", "OPs", "images/s"));
    if (published) {
      titles.addAll(List.of("published", "verdict"));
    }
    titles.add("");
    TextTable table = new TextTable(titles);
    board.standings().forEach(standing -> table.add(cells(standing, rows, published)));
    int width = table.lines(false).stream().mapToInt(String::length).max().orElse(0);
    int gap = Math.max(3, width - board.title().length() - board.cost().length());
    List<String> lines = new ArrayList<>();
    lines.add((board.title() + " ".repeat(gap) + board.cost()).stripTrailing());
    lines.addAll(table.lines(colours));
    return lines;
  }

  private static List<String> cells(Standing standing, boolean rows, boolean published) {
    List<String> cells = new ArrayList<>(List.of(standing.method()));
    if (rows) {
      cells.add(standing.row());
    }
    cells.addAll(
        List.of(
            standing.bits(),
            Figures.percent(standing.last()),
            Figures.percent(standing.best()),
            Figures.megabytes(standing.sizeMb()),
            Figures.operations(standing.ops()),
            Figures.speed(standing.imagesPerSecond())));
    if (published) {
      Published figure = standing.published();
      cells.add(figure == null ? "" : Figures.percent(figure.top1()));
      cells.add(verdict(standing));
    }
    cells.add(String.join(", ", standing.remarks()));
    return cells;
  }

  /** The verdict, with the difference where there is a comparison. */
  public static String verdict(Standing standing) {
    Published figure = standing.published();
    Spread last = standing.last();
    if (standing.verdict() == null || figure == null) {
      return "";
    }
    return switch (standing.verdict()) {
      case PARTIAL, NOT_RUN -> standing.verdict().text();
      case REPRODUCED, ABOVE, BELOW ->
          last == null
              ? standing.verdict().text()
              : "%s (%s)"
                  .formatted(
                      standing.verdict().text(), Figures.signed(last.mean() - figure.top1()));
    };
  }
}

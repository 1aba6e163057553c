package org.bnnlab.bench.site;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bnnlab.bench.leaderboard.Figures;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.leaderboard.LeaderboardText;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.ledger.Spread;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.site.Chart.Line;
import org.bnnlab.bench.site.Chart.Point;
import org.bnnlab.bench.site.Chart.Style;
import org.bnnlab.bench.site.Grid.Cell;
import org.bnnlab.bench.site.Grid.Column;
import org.jspecify.annotations.Nullable;

/** All results on one data set: as a table, and against what they cost. */
final class BoardGrid {

  private static final List<Field> FIELDS =
      List.of(
          text("method", "method", Standing::method),
          text("row", "row", Standing::row),
          text("bits", "bits", Standing::bits),
          text("network", "network", s -> s.subject().network()),
          new Field(
              new Column("epochs", "epochs", true),
              s ->
                  s.subject().epochs() == 0
                      ? Cell.number("", Double.NaN)
                      : Cell.number(String.valueOf(s.subject().epochs()), s.subject().epochs())),
          new Field(
              new Column("stages", "stages", true),
              s ->
                  s.subject().stages() == 0
                      ? Cell.number("", Double.NaN)
                      : Cell.number(String.valueOf(s.subject().stages()), s.subject().stages())),
          text("probe", "probed by", s -> s.subject().probe()),
          new Field(
              new Column("top1_last", "top-1 (last)", true),
              s -> Cell.number(measured(s), mean(s.last()))),
          hidden("top1_last_sd", s -> s.last() == null ? Double.NaN : s.last().deviation()),
          hidden("top1_last_half_interval", s -> half(s.last())),
          new Field(
              new Column("interval", "95 % interval", true),
              s -> Cell.number(interval(s.last()), half(s.last()))),
          new Field(
              new Column("top1_best", "top-1 (best)", true),
              s -> Cell.number(Figures.percent(s.best()), mean(s.best()))),
          new Field(
              new Column("published_top1", "published", true),
              s ->
                  s.published() == null
                      ? Cell.number("", Double.NaN)
                      : Cell.number(Figures.percent(s.published().top1()), s.published().top1())
                          .noted(source(s.published()))),
          text("published_source", "", s -> s.published() == null ? "" : s.published().source()),
          text(
              "published_confidence",
              "",
              s -> s.published() == null ? "" : s.published().confidence()),
          new Field(
              new Column("verdict", "verdict", false),
              s ->
                  new Cell(
                      LeaderboardText.verdict(s),
                      s.verdict() == null ? "" : s.verdict().text(),
                      null,
                      "")),
          new Field(
              new Column("size_mb", "size", true),
              s -> Cell.number(Figures.megabytes(s.sizeMb()), s.sizeMb())),
          new Field(
              new Column("ops", "OPs", true),
              s -> Cell.number(Figures.operations(s.ops()), s.ops())),
          text("division", "division", s -> s.subject().division()),
          new Field(
              new Column("images_per_second", "images/s", true),
              s -> Cell.number(Figures.speed(s.imagesPerSecond()), s.imagesPerSecond())),
          text("seeds", "seeds", s -> String.join("; ", s.seeds())),
          text("remarks", "remarks", s -> String.join("; ", s.remarks())),
          text("recipe", "recipe", Standing::recipe));

  /** More would be a picture higher than browsers draw. */
  private static final int MOST_DUMBBELLS = 60;

  private BoardGrid() {}

  private record Field(Column column, Function<Standing, Cell> cell) {}

  private static Field text(String key, String title, Function<Standing, String> text) {
    return new Field(new Column(key, title, false), s -> Cell.text(text.apply(s)));
  }

  private static Field hidden(String key, Function<Standing, Double> value) {
    return new Field(new Column(key, "", true), s -> Cell.number("", value.apply(s)));
  }

  /** Accuracy of the last epoch; one of a shortened run says so in the same cell. */
  private static String measured(Standing standing) {
    return Figures.percent(standing.last())
        + (standing.last() != null && standing.partial() ? " partial" : "");
  }

  private static double mean(@Nullable Spread spread) {
    return spread == null ? Double.NaN : spread.mean();
  }

  private static double half(@Nullable Spread spread) {
    return spread == null ? Double.NaN : spread.halfWidth();
  }

  private static String interval(@Nullable Spread spread) {
    return spread == null || spread.count() == 1
        ? ""
        : Figures.percent(spread.mean() - spread.halfWidth())
            + "–"
            + Figures.percent(spread.mean() + spread.halfWidth());
  }

  private static String source(Published published) {
    return published.source() + " (" + published.confidence() + ")";
  }

  /** The standings of all boards by data set, each ranked by the last epoch's accuracy. */
  static Map<String, List<Standing>> byData(List<Leaderboard> boards) {
    Map<String, List<Standing>> byData = new LinkedHashMap<>();
    for (Leaderboard board : boards) {
      for (Standing standing : board.standings()) {
        byData.computeIfAbsent(standing.subject().data(), key -> new ArrayList<>()).add(standing);
      }
    }
    byData
        .values()
        .forEach(
            list ->
                list.sort(
                    Comparator.comparingDouble(BoardGrid::rank)
                        .thenComparingDouble(BoardGrid::publishedRank)));
    return byData;
  }

  private static double rank(Standing standing) {
    return standing.last() == null ? Double.POSITIVE_INFINITY : -standing.last().mean();
  }

  private static double publishedRank(Standing standing) {
    return standing.published() == null ? 0 : -standing.published().top1();
  }

  /** The columns of every such table. */
  static List<Column> columns() {
    return FIELDS.stream().map(Field::column).toList();
  }

  /**
   * The table.
   *
   * @param of what the results are of: a data set or a method
   * @param links the page of a standing, or null where there is none
   */
  static Grid of(String of, List<Standing> standings, Function<Standing, @Nullable String> links) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Standing standing : standings) {
      List<Cell> row = new ArrayList<>();
      for (Field field : FIELDS) {
        Cell cell = field.cell().apply(standing);
        row.add(
            field.column().key().equals("method") ? cell.linkedTo(links.apply(standing)) : cell);
      }
      rows.add(row);
    }
    return new Grid("table-" + of, "Results of " + of, columns(), rows);
  }

  /**
   * Accuracy against operations and against size with their Pareto lines; ours and published. What
   * a probe found is no accuracy of the network and not drawn.
   */
  static List<Chart> charts(List<Standing> standings) {
    List<Chart> charts = new ArrayList<>();
    List<Standing> measured =
        standings.stream().filter(s -> s.last() != null && s.subject().probe().isEmpty()).toList();
    if (!measured.isEmpty()) {
      charts.add(
          against("accuracy against operations", "OPs of one image", measured, Standing::ops));
      charts.add(against("accuracy against size", "size in MB", measured, Standing::sizeMb));
    }
    List<Standing> compared =
        measured.stream().filter(s -> s.published() != null).limit(MOST_DUMBBELLS).toList();
    if (!compared.isEmpty()) {
      charts.add(dumbbells(compared));
    }
    return charts;
  }

  private static Chart against(
      String title, String axis, List<Standing> standings, Function<Standing, Double> cost) {
    Map<String, List<Point>> byMethod = new LinkedHashMap<>();
    List<Point> all = new ArrayList<>();
    for (Standing standing : standings) {
      Point point =
          new Point(
              cost.apply(standing),
              mean(standing.last()),
              "%s %s, %s, %d epochs"
                  .formatted(
                      standing.method(),
                      standing.bits(),
                      standing.subject().network(),
                      standing.subject().epochs()));
      byMethod.computeIfAbsent(standing.method(), key -> new ArrayList<>()).add(point);
      all.add(point);
    }
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("Pareto line", Style.STEPS, pareto(all)));
    byMethod.forEach((method, points) -> lines.add(new Line(method, Style.POINTS, points)));
    return new Chart(title, axis, "top-1 (last epoch), %", true, List.of(), lines);
  }

  /** The points that no other one beats in both cost and accuracy, by growing cost. */
  static List<Point> pareto(List<Point> points) {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(
        Comparator.comparingDouble(Point::x)
            .thenComparing(Comparator.comparingDouble(p -> -p.y())));
    List<Point> best = new ArrayList<>();
    double highest = Double.NEGATIVE_INFINITY;
    for (Point point : sorted) {
      if (point.y() > highest) {
        best.add(point);
        highest = point.y();
      }
    }
    return best;
  }

  private static Chart dumbbells(List<Standing> standings) {
    List<String> names = new ArrayList<>();
    List<Point> pairs = new ArrayList<>();
    List<Point> ours = new ArrayList<>();
    List<Point> theirs = new ArrayList<>();
    for (Standing standing : standings) {
      int at = names.size();
      names.add(
          "%s %s %s".formatted(standing.method(), standing.subject().network(), standing.bits()));
      Published published = standing.published();
      if (published != null) {
        Point there = new Point(published.top1(), at, "published: " + source(published));
        Point here =
            new Point(mean(standing.last()), at, "here: " + Figures.percent(standing.last()));
        theirs.add(there);
        ours.add(here);
        pairs.addAll(List.of(there, here));
      }
    }
    return new Chart(
        "published and measured here",
        "top-1, %",
        "",
        false,
        names,
        List.of(
            new Line("difference", Style.PAIRS, pairs),
            new Line("published", Style.POINTS, theirs),
            new Line("here", Style.POINTS, ours)));
  }
}

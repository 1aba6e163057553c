package org.bnnlab.bench.leaderboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.bench.ledger.Spread;
import org.bnnlab.bench.recipe.Published;
import org.jspecify.annotations.Nullable;

/**
 * Leaderboards as files: {@code leaderboard.csv} and {@code index.html}, which needs no network.
 */
public final class LeaderboardFiles {

  private static final String CSV_HEAD =
      "board,method,bits,recipe,seeds,top1_last,top1_last_sd,top1_last_half_interval,top1_best,"
          + "size_mb,ops,images_per_second,published_top1,published_source,published_confidence,"
          + "verdict,remarks";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>BNN Lab leaderboard</title>
      <style>
      :root { color-scheme: light dark; --line: #8884; --quiet: #777; --good: #2a7d46; --bad: #b3402e; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%%; margin-bottom: 2.5rem; }
      th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid var(--line); }
      td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
      .quiet { color: var(--quiet); }
      .reproduced, .above { color: var(--good); }
      .below { color: var(--bad); }
      @media (prefers-color-scheme: dark) { :root { --quiet: #aaa; --good: #6fcf97; --bad: #f08a7a; } }
      </style>
      </head>
      <body>
      <h1>BNN Lab leaderboard</h1>
      <p class="quiet">Ranked by the top-1 accuracy of the last epoch, mean ± standard deviation over seeds. \
      The same figures: <a href="leaderboard.csv">leaderboard.csv</a></p>
      %s</body>
      </html>
      """;

  private static final String HEAD =
      """
      <h2>%s</h2>
      <p class="quiet">%s</p>
      <table>
      <tr>\
      """;

  private LeaderboardFiles() {}

  /**
   * Writes both files.
   *
   * @param folder where to; made if missing
   * @return the page
   */
  public static Path write(List<Leaderboard> boards, Path folder) throws IOException {
    Files.createDirectories(folder);
    replace(folder.resolve("leaderboard.csv"), csv(boards));
    Path page = folder.resolve("index.html");
    replace(page, html(boards));
    return page;
  }

  /** A reader sees the old file or the new one, never half of it. */
  private static void replace(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path written = Files.createTempFile(folder, ".leaderboard", ".tmp");
    try {
      Files.writeString(written, text);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** One line a method, as RFC 4180 has it. */
  static String csv(List<Leaderboard> boards) {
    List<String> lines = new ArrayList<>(List.of(CSV_HEAD));
    for (Leaderboard board : boards) {
      for (Standing standing : board.standings()) {
        lines.add(
            String.join(
                ",", csvCells(board, standing).stream().map(LeaderboardFiles::quoted).toList()));
      }
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private static List<String> csvCells(Leaderboard board, Standing standing) {
    Spread last = standing.last();
    Spread best = standing.best();
    Published published = standing.published();
    return List.of(
        board.title(),
        standing.method(),
        standing.bits(),
        standing.recipe(),
        String.join("; ", standing.seeds()),
        last == null ? "" : number(last.mean()),
        last == null ? "" : number(last.deviation()),
        last == null ? "" : number(last.halfWidth()),
        best == null ? "" : number(best.mean()),
        number(standing.sizeMb()),
        number(standing.ops()),
        number(standing.imagesPerSecond()),
        published == null ? "" : number(published.top1()),
        published == null ? "" : published.source(),
        published == null ? "" : published.confidence(),
        standing.verdict() == null ? "" : standing.verdict().text(),
        String.join("; ", standing.remarks()));
  }

  private static String number(double value) {
    return Double.isNaN(value)
        ? ""
        : String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  static String html(List<Leaderboard> boards) {
    StringBuilder body = new StringBuilder();
    for (Leaderboard board : boards) {
      body.append(HEAD.formatted(escaped(board.title()), escaped(board.cost())));
      for (String title :
          List.of(
              "method",
              "bits",
              "top-1 (last)",
              "95 % interval",
              "top-1 (best)",
              "seeds",
              "size",
              "OPs",
              "images/s",
              "published",
              "verdict",
              "")) {
        body.append("<th>").append(title).append("</th>");
      }
      body.append("</tr>\n");
      board.standings().forEach(standing -> body.append(htmlRow(standing)));
      body.append("</table>\n");
    }
    if (boards.isEmpty()) {
      body.append("<p>No results yet: <code>./bnn bench</code> makes some.</p>\n");
    }
    return PAGE.formatted(body);
  }

  private static String htmlRow(Standing standing) {
    Published published = standing.published();
    String figure =
        published == null
            ? ""
            : "<span title=\"%s (%s)\">%s</span>"
                .formatted(
                    escaped(published.source()),
                    escaped(published.confidence()),
                    Figures.percent(published.top1()));
    String verdict =
        standing.verdict() == null
            ? ""
            : "<span class=\"%s\">%s</span>"
                .formatted(
                    standing.verdict().text().replace(' ', '-'),
                    escaped(LeaderboardText.verdict(standing)));
    return "<tr>"
        + cell(escaped(standing.method()))
        + cell(escaped(standing.bits()))
        + number(Figures.percent(standing.last()))
        + number(interval(standing.last()))
        + number(Figures.percent(standing.best()))
        + cell(escaped(String.join(", ", standing.seeds())))
        + number(Figures.megabytes(standing.sizeMb()))
        + number(Figures.operations(standing.ops()))
        + number(Figures.speed(standing.imagesPerSecond()))
        + number(figure)
        + cell(verdict)
        + cell(escaped(String.join(", ", standing.remarks())))
        + "</tr>\n";
  }

  private static String interval(@Nullable Spread spread) {
    return spread == null || spread.count() == 1
        ? ""
        : Figures.percent(spread.mean() - spread.halfWidth())
            + "–"
            + Figures.percent(spread.mean() + spread.halfWidth());
  }

  private static String cell(String html) {
    return "<td>" + html + "</td>";
  }

  private static String number(String html) {
    return "<td class=\"number\">" + html + "</td>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

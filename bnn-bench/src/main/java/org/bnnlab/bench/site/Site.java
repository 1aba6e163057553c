package org.bnnlab.bench.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.ledger.Series;
import org.jspecify.annotations.Nullable;

/**
 * The leaderboard as a folder of pages that open from disk: a table for each data set with plots, a
 * page for each row and each method, and every table as CSV, JSON, Markdown and LaTeX.
 */
public final class Site {

  private static final String CHART_SCRIPT =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  private final List<Leaderboard> boards;
  private final RunFiles files;
  private final Path folder;

  private Site(List<Leaderboard> boards, RunFiles files, Path folder) {
    this.boards = boards;
    this.files = files;
    this.folder = folder;
  }

  /**
   * Writes all pages. Pages of earlier results stay where they are.
   *
   * @param boards the results
   * @param files where the curves of runs are found
   * @param folder where to; made if missing
   * @return the first page
   */
  public static Path write(List<Leaderboard> boards, RunFiles files, Path folder)
      throws IOException {
    return new Site(boards, files, folder).write();
  }

  private Path write() throws IOException {
    assets();
    Map<String, List<Standing>> byData = BoardGrid.byData(boards);
    List<Standing> all = byData.values().stream().flatMap(List::stream).toList();
    List<Map<String, Object>> sets = new ArrayList<>();
    for (Map.Entry<String, List<Standing>> set : byData.entrySet()) {
      sets.add(section(set.getKey(), set.getValue()));
    }
    for (Standing standing : all) {
      Series series = standing.series();
      if (series != null) {
        replace(
            folder.resolve("rows").resolve(SeriesPage.name(series)),
            new SeriesPage(standing, series, files).html());
      }
    }
    Map<String, List<Standing>> byMethod = new LinkedHashMap<>();
    all.stream()
        .filter(standing -> !standing.isPublishedOnly())
        .forEach(
            standing ->
                byMethod
                    .computeIfAbsent(standing.method(), key -> new ArrayList<>())
                    .add(standing));
    List<Map<String, String>> methods = new MethodPages(folder.resolve("methods")).write(byMethod);
    tables(
        folder.resolve("leaderboard"), BoardGrid.of("leaderboard", "All results", all, s -> null));
    Path page = folder.resolve("index.html");
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("root", "");
    values.put("title", "Leaderboard");
    values.put("sets", sets);
    values.put("several", sets.size() > 1);
    values.put("methods", methods);
    replace(page, Template.INDEX.fill(values));
    return page;
  }

  private Map<String, Object> section(String data, List<Standing> standings) throws IOException {
    Function<Standing, @Nullable String> links =
        s -> s.series() == null ? null : "rows/" + SeriesPage.name(s.series());
    Grid grid = BoardGrid.of("table-" + data, "Results on " + data, standings, links);
    tables(folder.resolve("tables").resolve(data), grid);
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", data);
    section.put("table", Template.table(grid));
    section.put(
        "forms",
        GridFiles.FORMS.keySet().stream()
            .map(form -> Map.of("name", form, "href", "tables/" + data + "." + form))
            .toList());
    section.put("charts", BoardGrid.charts(standings).stream().map(Template::chart).toList());
    return section;
  }

  /** A table in every form, each with its ending behind {@code name}. */
  private static void tables(Path name, Grid grid) throws IOException {
    for (Map.Entry<String, Function<Grid, String>> form : GridFiles.FORMS.entrySet()) {
      replace(
          name.resolveSibling(name.getFileName() + "." + form.getKey()),
          form.getValue().apply(grid));
    }
  }

  private void assets() throws IOException {
    Path assets = folder.resolve("assets");
    replace(assets.resolve("site.css"), Template.resource("site.css"));
    replace(assets.resolve("site.js"), Template.resource("site.js"));
    try (InputStream script = Site.class.getResourceAsStream(CHART_SCRIPT)) {
      if (script == null) {
        throw new IOException("Chart.js is missing on the class path: " + CHART_SCRIPT);
      }
      replace(
          assets.resolve("chart.js"),
          new String(script.readAllBytes(), StandardCharsets.UTF_8)
              .replaceFirst("(?m)^//# sourceMappingURL=.*$", ""));
    }
  }

  /** A reader sees the old file or the new one, never half of it. */
  static void replace(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path written = Files.createTempFile(folder, ".site", ".tmp");
    try {
      Files.writeString(written, text);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}

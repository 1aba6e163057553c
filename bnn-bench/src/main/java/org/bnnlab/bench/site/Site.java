package org.bnnlab.bench.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.ledger.Series;
import org.bnnlab.bench.site.Grid.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The leaderboard as a folder of pages that open from disk: a table for each data set with plots, a
 * page for each row and each method, and every table as CSV, JSON, Markdown and LaTeX.
 */
public final class Site {

  private static final String CHART_SCRIPT =
      "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

  /** What names of files leave out. */
  private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9.-]");

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
    List<List<Cell>> cells = new ArrayList<>();
    for (Map.Entry<String, List<Standing>> set : byData.entrySet()) {
      Grid grid = BoardGrid.of(set.getKey(), set.getValue(), Site::address);
      cells.addAll(grid.rows());
      sets.add(section(set.getKey(), grid, BoardGrid.charts(set.getValue())));
    }
    tables(
        folder.resolve("leaderboard"),
        new Grid("leaderboard", "All results", BoardGrid.columns(), cells));
    rows(all);
    Map<String, List<Standing>> byMethod = new LinkedHashMap<>();
    all.stream()
        .filter(standing -> !standing.isPublishedOnly())
        .forEach(
            standing ->
                byMethod
                    .computeIfAbsent(standing.method(), key -> new ArrayList<>())
                    .add(standing));
    List<Map<String, String>> methods = new MethodPages(folder.resolve("methods")).write(byMethod);
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

  /** A page for each standing that something ran for. */
  private void rows(List<Standing> standings) throws IOException {
    onAllCores(
        standings,
        standing -> {
          Series series = standing.series();
          if (series != null) {
            replace(
                folder.resolve("rows").resolve(SeriesPage.name(series)),
                new SeriesPage(standing, series, files).html());
          }
        });
  }

  /** Writes files of an item. */
  @FunctionalInterface
  private interface Writer<T> {
    void write(T item) throws IOException;
  }

  /** Ten thousand rows are seconds of work for one core. */
  private static <T> void onAllCores(Collection<T> items, Writer<T> writer) throws IOException {
    try {
      items.parallelStream()
          .forEach(
              item -> {
                try {
                  writer.write(item);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** An id as part of a file's name, without the ending. */
  static String fileName(String id) {
    return FOREIGN.matcher(id).replaceAll("-");
  }

  /** The page of a standing as seen from the first one, or null where there is none. */
  static @Nullable String address(Standing standing) {
    Series series = standing.series();
    return series == null ? null : "rows/" + SeriesPage.name(series);
  }

  private Map<String, Object> section(String data, Grid grid, List<Chart> charts)
      throws IOException {
    tables(folder.resolve("tables").resolve(data), grid);
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("name", data);
    section.put("table", Template.table(grid));
    section.put(
        "forms",
        GridFiles.FORMS.keySet().stream()
            .map(form -> Map.of("name", form, "href", "tables/" + data + "." + form))
            .toList());
    section.put("charts", charts.stream().map(Template::chart).toList());
    return section;
  }

  /** A table in every form, each with its ending behind {@code name}. */
  private static void tables(Path name, Grid grid) throws IOException {
    onAllCores(
        GridFiles.FORMS.entrySet(),
        form ->
            replace(
                name.resolveSibling(name.getFileName() + "." + form.getKey()),
                form.getValue().apply(grid)));
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

  /**
   * A reader sees the old file or the new one, never half of it. A file that says the same already
   * is left as it is.
   */
  static void replace(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (file.toFile().length() == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    // Not one of the JVM's temporary files: those can be read by their owner only.
    Path written =
        file.resolveSibling(
            ".%s.%d.tmp".formatted(file.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.write(written, bytes);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(written);
      throw e;
    }
  }
}

package org.bnnlab.bench.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.Rows;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.site.Chart.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

  private static final Published FIGURE = new Published(91.0, "ReCU, \"table\" <1>", "confirmed");

  private static Path site(Path folder, ResultRow... rows) throws IOException {
    return Site.write(
        Leaderboard.of(List.of(rows)), RunFiles.in(folder), folder.resolve("leaderboard"));
  }

  private static List<Path> pages(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".html")).toList();
    }
  }

  @Test
  void published_figures_and_verdicts_stand_beside_ours_with_texts_escaped(@TempDir Path folder)
      throws IOException {
    Path page = site(folder, Rows.of("recu", 1, 91.0).row(FIGURE));

    assertThat(page)
        .content()
        .contains("ReCU, &quot;table&quot; &lt;1&gt; (confirmed)")
        .contains(">reproduced (+0.0)</td>")
        .doesNotContain("table\" <1>");
  }

  @Test
  void no_page_asks_for_anything_from_elsewhere(@TempDir Path folder) throws IOException {
    Path page = site(folder, Rows.of("recu", 1, 91.0).row(FIGURE), Rows.of("bnn", 1, 86.0).row());

    List<Path> pages = pages(page.getParent());
    assertThat(pages).hasSizeGreaterThan(4);
    for (Path each : pages) {
      assertThat(each).content().doesNotContainPattern("(src=|<link [^>]*href=)\"(https?:)?//");
    }
    assertThat(page.resolveSibling("assets/site.css")).content().doesNotContain("url(", "@import");
  }

  @Test
  void every_link_leads_to_a_file(@TempDir Path folder) throws IOException {
    Path page = site(folder, Rows.of("recu", 1, 91.0).row(FIGURE), Rows.of("bnn", 1, 86.0).row());

    List<String> broken = new ArrayList<>();
    for (Path each : pages(page.getParent())) {
      Matcher link = Pattern.compile("(?:src|href)=\"([^\"#:]+)\"").matcher(Files.readString(each));
      while (link.find()) {
        if (!Files.exists(each.resolveSibling(link.group(1)))) {
          broken.add(each.getFileName() + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void a_row_has_a_page_with_the_command_that_repeats_it(@TempDir Path folder) throws IOException {
    site(
        folder,
        Rows.of("recu", 2, 80.0).withEpochs(3).row(),
        Rows.of("recu", 1, 81.0).withEpochs(3).row());

    List<Path> rows = pages(folder.resolve("leaderboard/rows"));
    assertThat(rows).hasSize(1);
    assertThat(rows.getFirst())
        .content()
        .contains("./bnn train quickstart/recu --epochs 3 --seeds 1,2 --threads 2</code>")
        .contains("Their curves are missing here".substring(5));
  }

  @Test
  void without_results_the_page_says_how_to_get_some(@TempDir Path folder) throws IOException {
    assertThat(site(folder)).content().contains("No results yet");
  }

  @Test
  void pages_are_replaced_as_a_whole(@TempDir Path folder) throws IOException {
    site(folder, Rows.of("bnn", 1, 86.7).row());
    site(folder, Rows.of("bnn", 1, 86.7).row());

    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.map(file -> file.getFileName().toString())).noneMatch(n -> n.endsWith(".tmp"));
    }
  }

  @Test
  void a_page_that_says_the_same_is_left_as_it_is(@TempDir Path folder) throws IOException {
    Path page = site(folder, Rows.of("bnn", 1, 86.7).row());
    FileTime old = FileTime.fromMillis(1_000_000);
    Path style = page.resolveSibling("assets/site.css");
    Files.setLastModifiedTime(page, old);
    Files.setLastModifiedTime(style, old);

    site(folder, Rows.of("bnn", 1, 86.8).row());

    assertThat(Files.getLastModifiedTime(style)).isEqualTo(old);
    assertThat(page).content().contains(">86.8</td>").doesNotContain(">86.7</td>");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void pages_can_be_read_by_whoever_may_read_other_files(@TempDir Path folder) throws IOException {
    Path page = site(folder, Rows.of("bnn", 1, 86.7).row());

    assertThat(Files.getPosixFilePermissions(page))
        .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("other"))));
  }

  @Test
  void a_shortened_run_says_so_beside_its_figure(@TempDir Path folder) throws IOException {
    Path page =
        site(folder, Rows.of("recu", 1, 81.0).withEpochs(3).row(), Rows.of("bnn", 1, 80.0).row());

    assertThat(page).content().contains(">81.0 partial</td>", ">80.0</td>");
    assertThat(page.resolveSibling("tables/shapes32.md")).content().contains("| 81.0 partial |");
    assertThat(page.resolveSibling("tables/shapes32.csv")).content().contains(",81,");
  }

  @Test
  void what_a_probe_found_says_so_and_is_not_drawn(@TempDir Path folder) throws IOException {
    ResultRow row = Rows.of("recu", 1, 81.0).row();
    ResultRow.Protocol knn = new ResultRow.Protocol("knn", 50, false, Map.of(), null);

    Path probed = site(folder.resolve("probed"), Rows.probed(row, knn));
    Path trained = site(folder.resolve("trained"), row);

    assertThat(probed).content().contains(">knn (50 images)</td>").doesNotContain("Pareto line");
    assertThat(trained).content().contains("Pareto line").doesNotContain("probed by");
    assertThat(folder.resolve("trained/leaderboard/methods/recu.html"))
        .content()
        .contains("<h2>Formulas</h2>")
        .doesNotContain("&lt;!--");
    List<Path> pages = pages(folder.resolve("probed/leaderboard/rows"));
    assertThat(pages).singleElement().asString().endsWith("-knn-50-images-on-shapes32.html");
    assertThat(pages.getFirst())
        .content()
        .contains(
            "<strong>81.0 %</strong> top-1 of the probe knn (50 images)",
            "./bnn train quickstart/recu --seeds 1 --threads 2</code>",
            "./bnn eval results/runs/RUN --protocol knn --images 50 --out results</code>");
  }

  @Test
  void texts_are_escaped_for_html() {
    assertThat(Template.escaped("a<b> & \"c\" 'd'"))
        .isEqualTo("a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
    assertThat(Template.escaped("±τ")).isEqualTo("±τ");
  }

  @Test
  void the_pareto_line_holds_what_nothing_beats() {
    List<Point> points =
        List.of(point(3, 90), point(1, 80), point(2, 79), point(1, 70), point(4, 90));

    assertThat(BoardGrid.pareto(points)).containsExactly(point(1, 80), point(3, 90));
  }

  private static Point point(double cost, double accuracy) {
    return new Point(cost, accuracy, null);
  }
}

package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.Rows;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.recipe.Published;
import org.bnnlab.bench.site.Site;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The leaderboard's pages in a real browser; left out, and said so, where there is none. */
class LeaderboardInABrowserTest {

  private static final String METHODS =
      "[...document.querySelectorAll('#table-shapes32 tbody tr')].filter(r => !r.hidden)"
          + ".map(r => r.cells[0].textContent).join(' ')";
  private static final String TOP1 =
      "document.querySelector('#table-shapes32 th[data-key=top1_last] button')";

  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path folder;

  private HeadlessBrowser browser;
  private Path index;

  @BeforeEach
  void open() throws Exception {
    Optional<Path> program = HeadlessBrowser.installed();
    assumeTrue(program.isPresent(), "no Chromium on the PATH: the pages were not opened");
    Path home = Files.createTempDirectory(folder, "site");
    List<ResultRow> rows = new ArrayList<>();
    rows.add(Rows.of("float", 1, 97.9).row());
    rows.add(Rows.of("recu", 1, 91.4).row(new Published(91.0, "Table 1", "confirmed")));
    rows.add(Rows.of("bnn", 1, 86.7).row());
    index = Site.write(Leaderboard.of(rows), RunFiles.in(home), home.resolve("leaderboard"));
    browser =
        new HeadlessBrowser(program.orElseThrow(), Files.createTempDirectory(folder, "profile"));
    browser.open(index);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void columns_sort_by_click_and_by_key() throws Exception {
    assertThat(browser.value(METHODS)).isEqualTo("float recu bnn");
    browser.value(TOP1 + ".click()");
    browser.value(TOP1 + ".click()");
    assertThat(browser.value(METHODS)).isEqualTo("bnn recu float");
    assertThat(browser.value(TOP1 + ".parentElement.getAttribute('aria-sort')"))
        .isEqualTo("ascending");

    browser.value(TOP1 + ".focus()");
    browser.press("Enter", "\r");
    assertThat(browser.value(METHODS)).isEqualTo("float recu bnn");
  }

  @Test
  void rows_are_filtered_by_words_and_by_choice() throws Exception {
    String form = "document.querySelector('form.filter')";
    browser.value(
        form
            + ".querySelector('input').value = 'recu', "
            + form
            + ".dispatchEvent(new Event('input'))");
    assertThat(browser.value(METHODS)).isEqualTo("recu");
    assertThat(browser.value(form + ".querySelector('output').textContent")).isEqualTo("1 of 3");

    browser.value(
        form
            + ".querySelector('input').value = '', "
            + form
            + ".querySelector('select[data-key=bits]').value = '1/1', "
            + form
            + ".dispatchEvent(new Event('input'))");
    assertThat(browser.value(METHODS)).isEqualTo("recu bnn");
  }

  @Test
  void a_long_table_is_shown_in_parts_and_sorted_and_filtered_as_a_whole() throws Exception {
    Path home = Files.createTempDirectory(folder, "long");
    List<ResultRow> rows = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      rows.add(Rows.of("method" + i, 1, 50 + i / 10.0).row());
    }
    browser.open(Site.write(Leaderboard.of(rows), RunFiles.in(home), home.resolve("leaderboard")));
    String shown = "document.querySelectorAll('#table-shapes32 tbody tr').length";
    String count = "document.querySelector('form.filter output').textContent";

    assertThat(browser.value(shown)).isEqualTo("100");
    assertThat(browser.value(count)).isEqualTo("250 of 250");
    assertThat(browser.value("document.querySelector('button.more').textContent"))
        .isEqualTo("Show 150 more of 250");
    browser.value(TOP1 + ".click()");
    browser.value(TOP1 + ".click()");
    assertThat(browser.value(METHODS)).startsWith("method0 method1 method2 ");
    browser.value("document.querySelector('button.more').click()");
    assertThat(browser.value(shown)).isEqualTo("250");
    browser.value(
        "document.querySelector('form.filter input').value = 'method24', "
            + "document.querySelector('form.filter').dispatchEvent(new Event('input'))");
    assertThat(browser.value(shown)).isEqualTo("11");
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void plots_are_drawn_and_nothing_is_asked_for_or_complained_about_on_any_page() throws Exception {
    assertThat(browser.value("charts.length")).isEqualTo("3");
    String drawn =
        "charts.every(c => c.getDatasetMeta(1).data.length > 0 && c.width > 100 &&"
            + " c.ctx.getImageData(0, 0, c.canvas.width, c.canvas.height).data.some(v => v > 0))";
    assertThat(browser.value(drawn)).isEqualTo("true");
    try (Stream<Path> all = Files.walk(index.getParent())) {
      for (Path page : all.filter(p -> p.toString().endsWith(".html")).sorted().toList()) {
        browser.open(page);
      }
    }

    assertThat(browser.errors()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allSatisfy(address -> assertThat(address).matches("(file|data|about):.*"));
  }
}

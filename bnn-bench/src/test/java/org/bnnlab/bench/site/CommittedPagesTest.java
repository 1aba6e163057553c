package org.bnnlab.bench.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.Records;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages in {@code docs/leaderboard} are those that {@code bnn leaderboard submit} makes. What
 * changes with recipes and methods (tables of what has not run, pages of methods) is left out.
 */
class CommittedPagesTest {

  private static final Path PAGES = Path.of("..", "docs", "leaderboard");
  private static final String COMMAND = "made anew by: ./bnn leaderboard submit";

  @Test
  void every_record_has_its_page_as_it_would_be_written_now(@TempDir Path folder)
      throws IOException {
    Path records = Path.of("..", "records");
    List<ResultRow> rows = new Ledger(records.resolve(Records.LEDGER)).read().rows();

    Site.write(Leaderboard.of(rows), RunFiles.in(records), folder);

    String index = Files.readString(PAGES.resolve("index.html"));
    try (Stream<Path> pages = Files.list(folder.resolve("rows"))) {
      for (Path page : pages.toList()) {
        Path committed = PAGES.resolve("rows").resolve(page.getFileName());
        assertThat(committed).as(COMMAND).hasSameTextualContentAs(page);
        assertThat(index).as(COMMAND).contains("rows/" + page.getFileName());
      }
    }
  }
}

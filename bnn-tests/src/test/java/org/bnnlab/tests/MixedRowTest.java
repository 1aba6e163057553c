package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow.Division;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger says of a row that puts another paper's part into a method. */
class MixedRowTest {

  @TempDir Path folder;

  @Test
  void a_method_with_a_part_of_another_is_open_where_the_method_itself_is_closed()
      throws Exception {
    Path table = TinyRecipe.of("recu").table(folder.resolve("tiny.yaml"));
    String published = "    published: { top1: 50.0, source: \"a table\", confidence: memory }\n";
    Files.writeString(
        table,
        published
            + "  - method: recu\n    id: mixed\n    weights: { estimator: ede }\n"
            + published,
        java.nio.file.StandardOpenOption.APPEND);
    Path out = folder.resolve("out");

    Bnn.Result result =
        Bnn.in(folder).run("bench", table.toString(), "--threads", "1", "--out", out.toString());

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(new Ledger(out.resolve("ledger.jsonl")).read().rows())
        .extracting(
            row -> row.identity().recipe(),
            row -> row.identity().method(),
            row -> row.identity().division())
        .containsExactly(
            tuple("tiny/recu", "recu", Division.CLOSED),
            tuple("tiny/mixed", "recu", Division.OPEN));
  }
}

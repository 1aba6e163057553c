package org.bnnlab.bench.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.bnnlab.bench.site.Grid.Cell;
import org.bnnlab.bench.site.Grid.Column;
import org.junit.jupiter.api.Test;

class GridFilesTest {

  private static final Grid GRID =
      new Grid(
          "set",
          "A set",
          List.of(
              new Column("method", "method", false),
              new Column("top1", "top-1", true),
              new Column("sd", "", true)),
          List.of(
              List.of(Cell.text("re_cu & \"co\", 1|1"), Cell.number("91.5 ± 0.7", 91.5), nothing()),
              List.of(Cell.text("bnn"), Cell.number("86.7", 86.7), Cell.number("", 0.7071068))));

  private static Cell nothing() {
    return Cell.number("", Double.NaN);
  }

  @Test
  void csv_has_every_column_and_quotes_what_needs_it() {
    assertThat(GridFiles.csv(GRID))
        .isEqualTo("method,top1,sd\r\n\"re_cu & \"\"co\"\", 1|1\",91.5,\r\nbnn,86.7,0.7071\r\n");
  }

  @Test
  void json_has_numbers_as_numbers_and_null_for_nothing() throws Exception {
    JsonNode rows = JsonMapper.builder().build().readTree(GridFiles.json(GRID));

    assertThat(rows).hasSize(2);
    assertThat(rows.path(0).path("method").asText()).isEqualTo("re_cu & \"co\", 1|1");
    assertThat(rows.path(0).path("top1").asDouble()).isEqualTo(91.5);
    assertThat(rows.path(0).path("sd").isNull()).isTrue();
    assertThat(rows.path(1).path("sd").asDouble()).isEqualTo(0.7071068);
  }

  @Test
  void markdown_shows_what_people_see() {
    assertThat(GridFiles.markdown(GRID))
        .isEqualTo(
            """
            | method | top-1 |
            | --- | ---: |
            | re_cu & "co", 1\\|1 | 91.5 ± 0.7 |
            | bnn | 86.7 |
            """);
  }

  @Test
  void latex_escapes_what_tex_would_read() {
    assertThat(GridFiles.latex(GRID))
        .contains("\\begin{tabular}{lr}\n\\toprule\nmethod & top-1 \\\\\n\\midrule\n")
        .contains("re\\_cu \\& \"co\", 1|1 & 91.5 $\\pm$ 0.7 \\\\\n")
        .endsWith("\\bottomrule\n\\end{tabular}\n");
  }

  @Test
  void a_row_of_another_length_is_refused() {
    assertThatThrownBy(() -> new Grid("x", "X", GRID.columns(), List.of(List.of(Cell.text("one")))))
        .hasMessage("table x has 3 columns, found a row of 1 cells");
  }
}

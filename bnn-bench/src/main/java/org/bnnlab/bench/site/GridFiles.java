package org.bnnlab.bench.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bnnlab.bench.site.Grid.Cell;
import org.bnnlab.bench.site.Grid.Column;
import org.jspecify.annotations.Nullable;

/** A table in the forms that papers and programs take. */
final class GridFiles {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Every form with the ending of its file. */
  static final Map<String, Function<Grid, String>> FORMS = forms();

  private GridFiles() {}

  private static Map<String, Function<Grid, String>> forms() {
    Map<String, Function<Grid, String>> forms = new LinkedHashMap<>();
    forms.put("csv", GridFiles::csv);
    forms.put("json", GridFiles::json);
    forms.put("md", GridFiles::markdown);
    forms.put("tex", GridFiles::latex);
    return java.util.Collections.unmodifiableMap(forms);
  }

  /** Comma-separated values, as RFC 4180 has them, with every column. */
  static String csv(Grid grid) {
    StringBuilder csv = new StringBuilder();
    csv.append(grid.columns().stream().map(Column::key).collect(Collectors.joining(",")));
    for (List<Cell> row : grid.rows()) {
      csv.append("\r\n")
          .append(
              row.stream()
                  .map(cell -> quoted(plain(cell.value())))
                  .collect(Collectors.joining(",")));
    }
    return csv.append("\r\n").toString();
  }

  private static String plain(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number && Double.isFinite(number)
        ? BigDecimal.valueOf(number)
            .setScale(4, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        : value.toString();
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }

  /** An array with an object for each row, with every column. */
  static String json(Grid grid) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (List<Cell> row : grid.rows()) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      for (int i = 0; i < row.size(); i++) {
        fields.put(grid.columns().get(i).key(), row.get(i).value());
      }
      rows.add(fields);
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written as JSON", e);
    }
  }

  /** A table in Markdown, with the columns that people see. */
  static String markdown(Grid grid) {
    List<Integer> shown = grid.shown();
    List<Column> columns = shown.stream().map(grid.columns()::get).toList();
    StringBuilder text = new StringBuilder();
    text.append(
        columns.stream().map(Column::title).collect(Collectors.joining(" | ", "| ", " |\n")));
    text.append(
        columns.stream()
            .map(column -> column.number() ? "---:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    for (List<Cell> row : grid.rows()) {
      text.append(
          shown.stream()
              .map(i -> row.get(i).text().replace("|", "\\|"))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  /** A {@code tabular} for the booktabs package, with the columns that people see. */
  static String latex(Grid grid) {
    List<Integer> shown = grid.shown();
    List<Column> columns = shown.stream().map(grid.columns()::get).toList();
    StringBuilder text = new StringBuilder("% \\usepackage{booktabs}\n\\begin{tabular}{");
    columns.forEach(column -> text.append(column.number() ? 'r' : 'l'));
    text.append("}\n\\toprule\n")
        .append(
            columns.stream()
                .map(column -> tex(column.title()))
                .collect(Collectors.joining(" & ", "", " \\\\\n\\midrule\n")));
    for (List<Cell> row : grid.rows()) {
      text.append(
          shown.stream()
              .map(i -> tex(row.get(i).text()))
              .collect(Collectors.joining(" & ", "", " \\\\\n")));
    }
    return text.append("\\bottomrule\n\\end{tabular}\n").toString();
  }

  private static String tex(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\textbackslash{}");
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').appendCodePoint(c);
                case '±' -> escaped.append("$\\pm$");
                case '×' -> escaped.append("$\\times$");
                case '−' -> escaped.append("$-$");
                case '–' -> escaped.append("--");
                case '·' -> escaped.append("$\\cdot$");
                default -> escaped.appendCodePoint(c);
              }
            });
    return escaped.toString();
  }
}

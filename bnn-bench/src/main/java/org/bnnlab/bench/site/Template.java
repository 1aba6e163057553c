package org.bnnlab.bench.site;

import static org.bnnlab.api.check.Checks.requireFound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.bench.site.Grid.Cell;
import org.bnnlab.bench.site.Grid.Column;

/** The pages' templates, beside this class as resources, and what they take. */
final class Template {

  /** The first page. */
  static final Template INDEX = new Template("index");

  /** The page of a row. */
  static final Template SERIES = new Template("series");

  /** The page of a method. */
  static final Template METHOD = new Template("method");

  /** Rows that stand in a page as such; a script fetches more from where they are not laid out. */
  static final int ROWS = 100;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final com.samskivert.mustache.Template compiled;

  private Template(String name) {
    this.compiled =
        Mustache.compiler()
            .emptyStringIsFalse(true)
            .withEscaper(Template::escaped)
            .withLoader(part -> new StringReader(resource(part + ".html")))
            .compile(resource(name + ".html"));
  }

  /** Fills the template; texts are escaped for HTML. */
  String fill(Map<String, ?> values) {
    return compiled.execute(values);
  }

  /** A text file beside this class. */
  static String resource(String name) {
    try (InputStream stream =
        requireFound(
            Template.class.getResourceAsStream(name), "the resource %s is missing", name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the template {@code table} takes: the columns that people see. */
  static Map<String, Object> table(Grid grid) {
    List<Integer> shown = grid.shown();
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int i : shown) {
      Column column = grid.columns().get(i);
      columns.add(Map.of("title", column.title(), "key", column.key(), "number", column.number()));
    }
    int first = Math.min(ROWS, grid.rows().size());
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", grid.id());
    values.put("caption", grid.title());
    values.put("columns", columns);
    values.put("rows", rows(grid, shown, 0, first));
    values.put("more", rows(grid, shown, first, grid.rows().size()));
    values.put("several", grid.rows().size() > ROWS ? List.of(Map.of("shown", ROWS)) : List.of());
    return values;
  }

  /**
   * Rows as HTML, made without a template: a leaderboard of ten thousand rows has more than a
   * hundred thousand cells.
   */
  private static String rows(Grid grid, List<Integer> shown, int from, int to) {
    StringBuilder html = new StringBuilder();
    for (List<Cell> row : grid.rows().subList(from, to)) {
      html.append("<tr>");
      for (int i : shown) {
        append(html, row.get(i), grid.columns().get(i));
      }
      html.append("</tr>\n");
    }
    return html.toString();
  }

  private static void append(StringBuilder html, Cell cell, Column column) {
    html.append("<td data-value=\"")
        .append(escaped(cell.value() == null ? "" : cell.value().toString()))
        .append("\" class=\"")
        .append(column.key())
        .append(column.number() ? " number\"" : "\"");
    if (!cell.note().isEmpty()) {
      html.append(" title=\"").append(escaped(cell.note())).append('"');
    }
    html.append('>');
    if (cell.link() == null) {
      html.append(escaped(cell.text()));
    } else {
      html.append("<a href=\"")
          .append(escaped(cell.link()))
          .append("\">")
          .append(escaped(cell.text()))
          .append("</a>");
    }
    html.append("</td>");
  }

  /** A text inside HTML, between tags or inside a quoted attribute. */
  static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      String entity =
          switch (text.charAt(i)) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
          };
      if (entity != null && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        if (entity == null) {
          escaped.append(text.charAt(i));
        } else {
          escaped.append(entity);
        }
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  /** What the template {@code chart} takes. */
  static Map<String, Object> chart(Chart chart) {
    try {
      // A closing tag inside the data would end the script element that carries it.
      String data = JSON.writeValueAsString(chart).replace("</", "<\\/");
      return Map.of("title", chart.title(), "data", data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written as JSON", e);
    }
  }
}

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
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<Cell> row : grid.rows()) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int i : shown) {
        cells.add(cell(row.get(i), grid.columns().get(i)));
      }
      rows.add(Map.of("cells", cells));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", grid.id());
    values.put("caption", grid.title());
    values.put("columns", columns);
    values.put("rows", rows.subList(0, Math.min(ROWS, rows.size())));
    values.put("more", rows.size() > ROWS ? rows.subList(ROWS, rows.size()) : List.of());
    values.put("several", rows.size() > ROWS ? List.of(Map.of("shown", ROWS)) : List.of());
    return values;
  }

  private static Map<String, Object> cell(Cell cell, Column column) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", cell.text());
    values.put("value", cell.value() == null ? "" : cell.value().toString());
    values.put("number", column.number());
    values.put("link", cell.link() == null ? "" : cell.link());
    values.put("note", cell.note());
    values.put("kind", column.key());
    return values;
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

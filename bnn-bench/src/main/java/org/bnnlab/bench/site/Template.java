package org.bnnlab.bench.site;

import static org.bnnlab.api.check.Checks.requireFound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
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

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Template() {}

  /** Fills the template {@code name}; texts are escaped for HTML. */
  static String fill(String name, Map<String, ?> values) {
    return Mustache.compiler()
        .emptyStringIsFalse(true)
        .withLoader(part -> new java.io.StringReader(resource(part + ".html")))
        .compile(resource(name + ".html"))
        .execute(values);
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
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int i : grid.shown()) {
      Column column = grid.columns().get(i);
      columns.add(Map.of("title", column.title(), "key", column.key(), "number", column.number()));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<Cell> row : grid.rows()) {
      List<Map<String, Object>> cells = new ArrayList<>();
      for (int i : grid.shown()) {
        cells.add(cell(row.get(i), grid.columns().get(i)));
      }
      rows.add(Map.of("cells", cells));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", grid.id());
    values.put("caption", grid.title());
    values.put("columns", columns);
    values.put("rows", rows);
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

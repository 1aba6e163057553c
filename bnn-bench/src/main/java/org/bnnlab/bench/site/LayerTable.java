package org.bnnlab.bench.site;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.bench.site.Grid.Cell;
import org.bnnlab.bench.site.Grid.Column;

/** Diagnostics of the layers in the last epoch of a run. */
final class LayerTable {

  private final Map<String, Map<String, Double>> layers = new LinkedHashMap<>();
  private final Map<String, LayerFigure> figures = new LinkedHashMap<>();

  /** Those of the last of these epochs. */
  LayerTable(List<JsonNode> epochs) {
    if (!epochs.isEmpty()) {
      epochs
          .getLast()
          .path("diagnostics")
          .properties()
          .forEach(
              entry -> {
                LayerFigure figure = LayerFigure.of(entry.getKey());
                figures.putIfAbsent(figure.name(), figure);
                layers
                    .computeIfAbsent(figure.layer(), key -> new LinkedHashMap<>())
                    .put(figure.name(), entry.getValue().asDouble());
              });
    }
  }

  boolean isEmpty() {
    return layers.isEmpty();
  }

  /** A line for each layer. */
  Grid grid() {
    List<Column> columns = new ArrayList<>(List.of(new Column("layer", "layer", false)));
    figures.forEach((name, figure) -> columns.add(new Column(name, figure.title(), true)));
    List<List<Cell>> rows = new ArrayList<>();
    layers.forEach(
        (layer, values) -> {
          List<Cell> cells = new ArrayList<>(List.of(Cell.text(layer)));
          figures.forEach(
              (name, figure) -> {
                double value = values.getOrDefault(name, Double.NaN);
                cells.add(Cell.number(Double.isNaN(value) ? "" : figure.shown(value), value));
              });
          rows.add(cells);
        });
    return new Grid("layers", "Layers in the last epoch", columns, rows);
  }

  /** What each column means, as far as it is known. */
  List<Map<String, String>> meanings() {
    return figures.values().stream()
        .filter(figure -> !figure.meaning().isEmpty())
        .map(figure -> Map.of("name", figure.title(), "value", figure.meaning()))
        .toList();
  }
}

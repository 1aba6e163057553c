package org.bnnlab.bench.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bnnlab.api.part.NamedPart;
import org.bnnlab.api.part.Parts;
import org.bnnlab.api.part.Place;
import org.bnnlab.bench.leaderboard.TextTable;

/** {@code bnn methods --parts}: the parts that recipes combine by name. */
record PartList(Console console) {

  void print(boolean json) {
    Parts parts = Parts.load();
    if (json) {
      console
          .out()
          .println(Json.line(Map.of("parts", parts.all().stream().map(PartList::json).toList())));
      return;
    }
    for (Place place : Place.values()) {
      TextTable table = new TextTable(List.of(place.path(), "options", "what it is"));
      for (NamedPart part : parts.at(place)) {
        table.add(List.of(part.name(), options(part), part.description()));
      }
      table.lines(console.colours()).forEach(console.out()::println);
      console.out().println();
    }
    console
        .out()
        .println(
            "in a recipe: weights: { estimator: ede(tStart: 0.01) }; its row is recorded as open");
  }

  private static String options(NamedPart part) {
    return part.options().stream()
        .map(option -> option.name() + ": " + option.defaultValue())
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Object> json(NamedPart part) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", part.name());
    fields.put("description", part.description());
    fields.put("places", new TreeSet<>(part.places().stream().map(Place::path).toList()));
    fields.put("options", part.options().stream().map(OptionJson::of).toList());
    return fields;
  }
}

package org.bnnlab.bench.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.catalogue.Datasets;

/** The data sets, as {@code bnn datasets} and {@code bnn data list} print them. */
final class DatasetTable {

  private DatasetTable() {}

  /** Prints all data sets. */
  static void print(Console console, boolean json) {
    List<Dataset> datasets = Datasets.standard().descriptions();
    if (json) {
      console
          .out()
          .println(
              Json.line(Map.of("datasets", datasets.stream().map(DatasetTable::json).toList())));
      return;
    }
    TextTable table =
        new TextTable(List.of("data set", "title", "images", "shape", "classes", "source"));
    for (Dataset dataset : datasets) {
      table.add(
          List.of(
              dataset.id(),
              dataset.title(),
              dataset.splits().entrySet().stream()
                  .map(split -> count(split.getValue()) + split.getKey().id())
                  .collect(Collectors.joining(" + ")),
              dataset.shape().toString(),
              count(dataset.classes()).strip(),
              dataset.source()));
    }
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
    console
        .out()
        .println(
            "bnn data fetch NAME --data DIR gets the files, bnn data verify compares checksums");
  }

  /** Nothing where only the files tell. */
  private static String count(int number) {
    return number == 0 ? "" : number + " ";
  }

  /**
   * The data set of a name.
   *
   * @throws FaultException if there is none
   */
  static DatasetSource named(String name) {
    Datasets datasets = Datasets.standard();
    List<String> known = datasets.descriptions().stream().map(Dataset::id).toList();
    if (!known.contains(name)) {
      throw new FaultException(
          "unknown data set \"%s\"%s (bnn datasets lists all %d)"
              .formatted(name, Suggestion.forUnknown(name, known), known.size()));
    }
    return datasets.source(name);
  }

  private static Map<String, Object> json(Dataset dataset) {
    Map<String, Object> splits = new LinkedHashMap<>();
    dataset.splits().forEach((split, images) -> splits.put(split.id(), images));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", dataset.id());
    fields.put("title", dataset.title());
    fields.put("splits", splits);
    fields.put(
        "shape",
        List.of(dataset.shape().channels(), dataset.shape().height(), dataset.shape().width()));
    fields.put("classes", dataset.classNames());
    fields.put("licence", dataset.licence());
    fields.put("source", dataset.source());
    fields.put(
        "files",
        dataset.files().stream()
            .map(
                file ->
                    Map.of(
                        "path",
                        file.path(),
                        "bytes",
                        file.bytes(),
                        "checksum",
                        file.checksum().algorithm() + ":" + file.checksum().hex()))
            .toList());
    return fields;
  }
}

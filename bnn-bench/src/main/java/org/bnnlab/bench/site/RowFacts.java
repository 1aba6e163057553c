package org.bnnlab.bench.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bnnlab.bench.leaderboard.Figures;
import org.bnnlab.bench.ledger.ResultRow;

/** What a row says of its recipe, code and machine, line by line. */
final class RowFacts {

  private final List<Map<String, String>> facts = new ArrayList<>();

  private RowFacts() {}

  /** The lines, each with a name and a value. */
  static List<Map<String, String>> of(ResultRow row) {
    RowFacts facts = new RowFacts();
    facts.recipe(row);
    facts.machine(row);
    facts.cost(row);
    facts.add(
        "files",
        row.artefacts().stream()
            .map(file -> file.path() + " " + file.sha256())
            .collect(Collectors.joining(", ")));
    return List.copyOf(facts.facts);
  }

  private void recipe(ResultRow row) {
    add("recipe", row.identity().recipe() + ", version " + row.identity().recipeVersion());
    add("division", row.identity().division().id());
    ResultRow.StagePlace stage = row.identity().stage();
    if (stage != null) {
      add("stage", "%s, %d of %d".formatted(stage.name(), stage.index() + 1, stage.count()));
    }
    ResultRow.Paper paper = row.identity().paper();
    if (paper != null) {
      add("paper", paper.title() + ", " + paper.reference());
    }
    add("experiment", row.config().seriesSha256() + " (SHA-256 of all but the seed)");
    add("order", row.randomness().orderSha256() + " (SHA-256 of the images' order in epoch 1)");
    add(
        "code",
        row.code().commit()
            + (Boolean.TRUE.equals(row.code().dirty()) ? ", with local changes" : "")
            + row.code().plugins().stream()
                .map(jar -> ", " + jar.path() + " " + jar.sha256())
                .collect(Collectors.joining()));
  }

  private void machine(ResultRow row) {
    add(
        "machine",
        "%s, %d cores, %d threads, %s GB, %s",
        row.environment().cpu(),
        row.environment().cores(),
        row.environment().threads(),
        gigabytes(row.environment().memoryBytes()),
        row.environment().gpu() == null ? "no GPU" : row.environment().gpu());
    add(
        "software",
        "%s, JDK %s, DJL %s, libtorch %s",
        row.environment().os(),
        row.environment().jdk(),
        row.environment().djl(),
        row.environment().libtorch());
    add("JVM flags", String.join(" ", row.environment().flags()));
  }

  private void cost(ResultRow row) {
    if (row.cost().peakMemoryBytes() > 0) {
      add("peak memory", gigabytes(row.cost().peakMemoryBytes()) + " GB");
    }
    ResultRow.NetworkCost cost = row.networkCost();
    add(
        "network cost",
        "%,d binary and %,d float parameters, %s; %s FLOPs, %s BOPs, %s OPs (rule %d)",
        cost.paramsBinary(),
        cost.paramsFloat(),
        Figures.megabytes(cost.sizeMb()),
        Figures.operations((double) cost.flops()),
        Figures.operations((double) cost.bops()),
        Figures.operations(cost.ops()),
        cost.countingRule());
    Double synaptic = cost.synapticOperations();
    if (synaptic != null) {
      add("synaptic operations", Figures.operations(synaptic) + " for one test image");
    }
    ResultRow.PackedCheck packed = row.packedCheck();
    if (packed != null) {
      add("packed", "%d of %d predictions as the simulation's", packed.agreeing(), packed.images());
    }
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 0x1p30);
  }

  private void add(String name, String format, Object... values) {
    facts.add(
        Map.of(
            "name",
            name,
            "value",
            values.length == 0 ? format : String.format(Locale.ROOT, format, values)));
  }
}

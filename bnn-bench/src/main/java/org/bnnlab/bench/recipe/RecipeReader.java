package org.bnnlab.bench.recipe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.bench.recipe.Setting.Call;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/** Reads recipes and tables, and gathers every fault of a file. */
final class RecipeReader {

  private static final List<String> ROW_KEYS =
      List.of("version", "method", "network", "data", "train", "seeds", "published");
  private static final List<String> CONFIDENCES = List.of("confirmed", "readme", "memory");

  private final Vocabulary vocabulary;
  private final Faults faults = new Faults();
  private final PartTerms terms = new PartTerms(faults);

  private RecipeReader(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Whether a file is a table rather than a recipe. */
  static boolean isTable(String yaml) {
    return YamlReader.read(yaml, new Faults()).entries().containsKey("rows");
  }

  /**
   * Reads a recipe.
   *
   * @param file name of the file, for messages
   * @param id id of the recipe
   * @throws RecipeException with every fault
   */
  static Recipe recipe(String file, String id, String yaml, Vocabulary vocabulary) {
    RecipeReader reader = new RecipeReader(vocabulary);
    Recipe recipe = null;
    Group top = YamlReader.read(yaml, reader.faults);
    if (reader.faults.isEmpty()) {
      reader.knownKeys("a recipe", top, ROW_KEYS);
      recipe = reader.row(id, top);
    }
    return reader.sound(file, recipe);
  }

  /**
   * Reads a table.
   *
   * @param file name of the file, for messages
   * @param recipes finds a recipe that a row names; throws {@link FaultException} for an unknown
   *     one
   * @throws RecipeException with every fault
   */
  static Table table(
      String file,
      String id,
      String yaml,
      Vocabulary vocabulary,
      Function<String, Recipe> recipes) {
    RecipeReader reader = new RecipeReader(vocabulary);
    Table table = null;
    Group top = YamlReader.read(yaml, reader.faults);
    if (reader.faults.isEmpty()) {
      table = reader.readTable(id, top, recipes);
    }
    return reader.sound(file, table);
  }

  private <T> T sound(String file, @Nullable T read) {
    if (read == null || !faults.isEmpty()) {
      throw new RecipeException(file, faults.lines());
    }
    return read;
  }

  private Table readTable(String id, Group top, Function<String, Recipe> recipes) {
    knownKeys("a table", top, List.of("title", "common", "rows"));
    Group common = new Group(top.line(), Map.of());
    Setting shared = top.entries().get("common");
    if (shared != null) {
      common = group("common", shared);
      knownKeys("common", common, ROW_KEYS);
    }
    List<Recipe> rows = new ArrayList<>();
    if (top.entries().get("rows") instanceof Sequence sequence) {
      for (Setting item : sequence.items()) {
        Recipe row = tableRow(id, common, item, recipes);
        if (row == null) {
          continue;
        }
        if (rows.stream().anyMatch(other -> other.id().equals(row.id()))) {
          faults.add(item.line(), "row \"%s\" stands in the table twice", row.name());
        }
        rows.add(row);
      }
    }
    if (rows.isEmpty() && faults.isEmpty()) {
      faults.add(top.line(), "rows is a list of recipes, and needs at least one");
    }
    return new Table(id, text(top, "title", id), rows);
  }

  private @Nullable Recipe tableRow(
      String table, Group common, Setting item, Function<String, Recipe> recipes) {
    Group row = group("a row", item);
    if (row.entries().get("recipe") instanceof Word reference) {
      knownKeys("a row that names its recipe", row, List.of("recipe"));
      try {
        return recipes.apply(reference.text());
      } catch (FaultException e) {
        e.faults().forEach(fault -> faults.add(reference.line(), "%s", fault));
        return null;
      }
    }
    List<String> keys = new ArrayList<>(ROW_KEYS);
    keys.addFirst("id");
    knownKeys("a row", row, keys);
    Setting method = row.entries().get("method");
    Call call = method == null ? null : terms.anyCall("method", method);
    String name = text(row, "id", call == null ? "" : call.name());
    return row(table + "/" + name, row.over(common));
  }

  /** The recipe of one row, or null if a part is missing or at fault. */
  private @Nullable Recipe row(String id, Group row) {
    MethodChoice method = required(row, "method", "bnn methods lists all", this::method);
    NetworkChoice network = required(row, "network", "bnn models lists all", this::network);
    DataChoice data = required(row, "data", "bnn datasets lists all", this::data);
    TrainingPlan training =
        required(row, "train", "epochs, batch, optimizer, schedule", this::training);
    int version = integer("version", row, "version", 1, 1);
    List<Long> seeds = seeds(row.entries().get("seeds"));
    Setting figure = row.entries().get("published");
    Published published = figure == null ? null : published(figure);
    if (method == null || network == null || data == null || training == null) {
      return null;
    }
    return new Recipe(id, version, method, network, data, training, seeds, published);
  }

  private <T> @Nullable T required(
      Group row, String key, String hint, Function<Setting, @Nullable T> read) {
    Setting setting = row.entries().get(key);
    if (setting == null) {
      faults.add(row.line(), "%s is missing (%s)", key, hint);
      return null;
    }
    return read.apply(setting);
  }

  private @Nullable MethodChoice method(Setting setting) {
    Call call = terms.anyCall("method", setting);
    if (call == null) {
      return null;
    }
    List<OptionSpec> specs = vocabulary.methods().get(call.name());
    if (specs == null) {
      unknown(call.line(), "method", call.name(), vocabulary.methods().keySet(), "methods");
      return null;
    }
    Bits bits = null;
    Call options = call;
    if (setting instanceof Group group) {
      knownKeys("method", group, List.of("id", "bits", "options"));
      Setting width = group.entries().get("bits");
      bits = width == null ? null : bits(width);
      Setting inner = group.entries().get("options");
      Group given = inner == null ? new Group(group.line(), Map.of()) : group("options", inner);
      options = new Call(given.line(), call.name(), List.of(), given.entries());
    }
    return new MethodChoice(
        call.name(), bits, terms.resolve("method " + call.name(), specs, options));
  }

  private @Nullable Bits bits(Setting setting) {
    return switch (setting instanceof Word word ? word.text() : "") {
      case "1/1" -> Bits.BINARY;
      case "1/32" -> new Bits(1, 32);
      case "32/1" -> new Bits(32, 1);
      case "32/32" -> Bits.REAL;
      default -> {
        faults.add(
            setting.line(),
            "bits is one of 1/1, 1/32, 32/1, 32/32 (weights/activations), found %s",
            setting.shown());
        yield null;
      }
    };
  }

  private @Nullable NetworkChoice network(Setting setting) {
    Call call = terms.anyCall("network", setting);
    if (call == null) {
      return null;
    }
    List<OptionSpec> specs = vocabulary.networks().get(call.name());
    if (specs == null) {
      unknown(call.line(), "network", call.name(), vocabulary.networks().keySet(), "models");
      return null;
    }
    return new NetworkChoice(call.name(), terms.resolve("network " + call.name(), specs, call));
  }

  private @Nullable DataChoice data(Setting setting) {
    Group group =
        setting instanceof Word word
            ? new Group(word.line(), Map.of("set", word))
            : group("data", setting);
    knownKeys("data", group, DataTerms.KEYS);
    return new DataTerms(vocabulary.datasets(), terms, faults).read(group);
  }

  private @Nullable TrainingPlan training(Setting setting) {
    Group group = group("train", setting);
    knownKeys("train", group, List.of("epochs", "batch", "dropLast", "optimizer", "schedule"));
    for (String key : List.of("epochs", "batch")) {
      if (!group.entries().containsKey(key)) {
        faults.add(group.line(), "%s is missing in train", key);
      }
    }
    int unknown = Integer.MAX_VALUE;
    int epochs = Math.max(1, integer("epochs", group, "epochs", unknown, 1));
    int batch = Math.max(1, integer("batch", group, "batch", unknown, 1));
    boolean dropLast = flag(group, "dropLast");
    OptimizerSpec optimizer =
        required(group, "optimizer", "such as sgd(lr: 0.1)", terms::optimizer);
    ScheduleSpec schedule =
        required(group, "schedule", "such as cosine", given -> terms.schedule(given, epochs));
    return optimizer == null || schedule == null
        ? null
        : new TrainingPlan(epochs, batch, dropLast, optimizer, schedule);
  }

  private List<Long> seeds(@Nullable Setting setting) {
    if (setting == null) {
      return List.of(1L);
    }
    List<Setting> items =
        setting instanceof Sequence sequence ? sequence.items() : List.of(setting);
    Map<Long, Setting> seeds = new LinkedHashMap<>();
    for (Setting item : items) {
      Object value = item instanceof Word word ? word.value() : "";
      if (!(value instanceof Integer) && !(value instanceof Long)) {
        faults.add(item.line(), "a seed is an integer, found %s", item.shown());
      } else if (seeds.putIfAbsent(((Number) value).longValue(), item) != null) {
        faults.add(item.line(), "seed %s is listed twice", item.shown());
      }
    }
    if (items.isEmpty()) {
      faults.add(setting.line(), "seeds needs at least one seed, such as [1, 2, 3]");
    }
    return seeds.isEmpty() ? List.of(1L) : List.copyOf(seeds.keySet());
  }

  private @Nullable Published published(Setting setting) {
    Group group = group("published", setting);
    knownKeys("published", group, List.of("top1", "source", "confidence"));
    Object top1 = group.entries().get("top1") instanceof Word word ? word.value() : "";
    if (!(top1 instanceof Number number)
        || number.doubleValue() < 0
        || number.doubleValue() > 100) {
      faults.add(
          line(group, "top1"), "published top1 is a percentage in [0, 100], found \"%s\"", top1);
      return null;
    }
    String source = text(group, "source", "");
    if (source.isEmpty()) {
      faults.add(group.line(), "published needs its source (paper, table, row)");
    }
    String confidence = text(group, "confidence", "");
    if (!CONFIDENCES.contains(confidence)) {
      faults.add(
          line(group, "confidence"),
          "confidence of published is one of %s, found \"%s\"",
          String.join(", ", CONFIDENCES),
          confidence);
    }
    return new Published(number.doubleValue(), source, confidence);
  }

  private Group group(String what, Setting setting) {
    if (setting instanceof Group group) {
      return group;
    }
    faults.add(setting.line(), "%s holds \"key: value\" pairs, found %s", what, setting.shown());
    return new Group(setting.line(), Map.of());
  }

  private void knownKeys(String what, Group group, Collection<String> keys) {
    group
        .entries()
        .forEach(
            (key, value) -> {
              if (!keys.contains(key)) {
                faults.add(
                    value.line(),
                    "%s has no key \"%s\"%s (keys: %s)",
                    what,
                    key,
                    Suggestion.forUnknown(key, keys),
                    String.join(", ", keys));
              }
            });
  }

  private void unknown(int line, String kind, String name, Set<String> known, String command) {
    faults.add(
        line,
        "unknown %s \"%s\"%s (bnn %s lists all %d)",
        kind,
        name,
        Suggestion.forUnknown(name, known),
        command,
        known.size());
  }

  private int integer(String what, Group group, String key, int fallback, int least) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return fallback;
    }
    if (!(setting instanceof Word word) || !(word.value() instanceof Integer value)) {
      faults.add(setting.line(), "%s is an integer, found %s", what, setting.shown());
      return fallback;
    }
    if (value < least) {
      faults.add(setting.line(), "%s must be at least %d, found %d", what, least, value);
    }
    return value;
  }

  private boolean flag(Group group, String key) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return false;
    }
    if (setting instanceof Word word && word.value() instanceof Boolean value) {
      return value;
    }
    faults.add(setting.line(), "%s is true or false, found %s", key, setting.shown());
    return false;
  }

  private String text(Group group, String key, String fallback) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return fallback;
    }
    if (setting instanceof Word word) {
      return word.text();
    }
    faults.add(setting.line(), "%s is a single word or text, found %s", key, setting.shown());
    return fallback;
  }

  private static int line(Group group, String key) {
    Setting setting = group.entries().get(key);
    return setting == null ? group.line() : setting.line();
  }
}

package org.bnnlab.bench.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Bits;
import org.bnnlab.bench.recipe.Setting.Call;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/** Reads recipes and tables, and gathers every fault of a file. */
final class RecipeReader {

  private static final List<String> ROW_KEYS =
      Stream.concat(
              Stream.of(
                  "version", "method", "network", "data", "train", "seeds", "published", "stages"),
              PartReader.GROUPS.stream())
          .toList();

  private final Faults faults = new Faults();
  private final PartTerms terms = new PartTerms(faults);
  private final PartReader parts = new PartReader(faults, terms);
  private final Groups groups = new Groups(faults);
  private final Choices choices;
  private final PublishedReader figures;
  private final TrainingReader training;
  private final StageReader stages = new StageReader(faults, groups);

  private RecipeReader(Vocabulary vocabulary, Function<String, Recipe> recipes) {
    this.choices = new Choices(vocabulary, faults, terms, groups);
    this.figures = new PublishedReader(vocabulary.figures(), faults, groups);
    this.training =
        new TrainingReader(
            faults, terms, groups, new TeacherReader(faults, groups, choices, recipes));
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
   * @param recipes finds the recipe of a teacher; throws {@link FaultException} for an unknown one
   * @throws RecipeException with every fault
   */
  static Recipe recipe(
      String file,
      String id,
      String yaml,
      Vocabulary vocabulary,
      Function<String, Recipe> recipes) {
    RecipeReader reader = new RecipeReader(vocabulary, recipes);
    Recipe recipe = null;
    Group top = YamlReader.read(yaml, reader.faults);
    if (reader.faults.isEmpty()) {
      reader.groups.knownKeys("a recipe", top, ROW_KEYS);
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
    RecipeReader reader = new RecipeReader(vocabulary, recipes);
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
    groups.knownKeys("a table", top, List.of("title", "common", "rows", "others"));
    Group common = new Group(top.line(), Map.of());
    Setting shared = top.entries().get("common");
    if (shared != null) {
      common = groups.group("common", shared);
      groups.knownKeys("common", common, ROW_KEYS);
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
    List<PublishedFigure> others = figures.list(top, "others");
    if (rows.isEmpty() && others.isEmpty() && faults.isEmpty()) {
      faults.add(top.line(), "rows is a list of recipes, and needs at least one");
    }
    return new Table(id, groups.text(top, "title", id), rows, others);
  }

  private @Nullable Recipe tableRow(
      String table, Group common, Setting item, Function<String, Recipe> recipes) {
    Group row = groups.group("a row", item);
    if (row.entries().get("recipe") instanceof Word reference) {
      groups.knownKeys("a row that names its recipe", row, List.of("recipe"));
      try {
        return recipes.apply(reference.text());
      } catch (FaultException e) {
        e.faults().forEach(fault -> faults.add(reference.line(), "%s", fault));
        return null;
      }
    }
    List<String> keys = new ArrayList<>(ROW_KEYS);
    keys.addFirst("id");
    groups.knownKeys("a row", row, keys);
    Group merged = row.over(common);
    Setting method = merged.entries().get("method");
    Call call = method == null ? null : terms.anyCall("method", method);
    String name = groups.text(row, "id", call == null ? "" : call.name());
    return row(table + "/" + name, merged);
  }

  /** The recipe of one row, or of its last stage; null if a part is missing or at fault. */
  private @Nullable Recipe row(String id, Group row) {
    int version = groups.integer("version", row, "version", 1, 1);
    List<Long> seeds = seeds(row.entries().get("seeds"));
    Recipe recipe = null;
    for (StageReader.Part part : stages.parts(row)) {
      recipe = part(id, version, seeds, part, recipe);
    }
    return recipe;
  }

  private @Nullable Recipe part(
      String id, int version, List<Long> seeds, StageReader.Part part, @Nullable Recipe previous) {
    Group row = part.row();
    MethodChoice method =
        groups.required(row, "method", "bnn methods lists all", setting -> mixed(setting, row));
    NetworkChoice network =
        groups.required(row, "network", "bnn models lists all", choices::network);
    DataChoice data = groups.required(row, "data", "bnn datasets lists all", choices::data);
    TrainingPlan plan =
        groups.required(row, "train", "epochs, batch, optimizer, schedule", training::training);
    Setting figure = row.entries().get("published");
    Published published = figure == null ? null : figures.read(figure, data);
    // Behind a stage at fault there is none to go on from, but the faults of its own are told.
    boolean goesOn = part.index() == 0 || previous != null;
    if (method == null || network == null || data == null || plan == null || !goesOn) {
      return null;
    }
    return new Recipe(
        id, version, method, network, data, plan, seeds, published, part.stage(previous));
  }

  /** The method at the bits of its stage, with the parts that its row puts in place of its own. */
  private @Nullable MethodChoice mixed(Setting setting, Group row) {
    int before = faults.count();
    MethodChoice method = choices.method(setting);
    Setting width = row.entries().get("bits");
    Bits bits = width == null ? null : choices.bits(width);
    if (method != null && bits != null) {
      method = new MethodChoice(method.id(), bits, method.options());
    }
    boolean sound = faults.count() == before;
    MethodChoice mixed = parts.read(sound ? method : null, setting.line(), row);
    return sound ? mixed : method;
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
}

package org.bnnlab.bench.recipe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;

/**
 * The recipes and tables on the class path, and those in files of the user.
 *
 * <p>Every jar that brings some lists them in {@code recipes/index.txt}, one path a line, because
 * the contents of a jar cannot be listed in the same way as those of a folder.
 */
public final class RecipeBook {

  private static final String FOLDER = "recipes/";
  private static final String EXTENSION = ".yaml";

  private final Map<String, String> texts;
  private final List<String> tableIds;
  private final Vocabulary vocabulary;

  private RecipeBook(Map<String, String> texts, Vocabulary vocabulary) {
    this.texts = Collections.unmodifiableMap(texts);
    this.tableIds =
        texts.entrySet().stream()
            .filter(entry -> RecipeReader.isTable(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    this.vocabulary = vocabulary;
  }

  /** What is on the class path; names in it are looked up in {@code vocabulary}. */
  public static RecipeBook installed(Vocabulary vocabulary) {
    ClassLoader loader = RecipeBook.class.getClassLoader();
    Map<String, String> texts = new LinkedHashMap<>();
    try {
      for (URL index : Collections.list(loader.getResources(FOLDER + "index.txt"))) {
        for (String path : lines(index)) {
          texts.putIfAbsent(withoutExtension(path), resource(loader, FOLDER + path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the recipes of BNN Lab cannot be read", e);
    }
    return new RecipeBook(texts, vocabulary);
  }

  /** Ids of all recipes that stand in a file of their own. */
  public List<String> recipeIds() {
    return texts.keySet().stream().filter(id -> !tableIds.contains(id)).toList();
  }

  /** Ids of all tables. */
  public List<String> tableIds() {
    return tableIds;
  }

  /** Whether a recipe of this id, or a row {@code table/row}, is on the class path. */
  public boolean holds(String id) {
    int slash = id.lastIndexOf('/');
    return recipeIds().contains(id)
        || (slash > 0
            && tableIds.contains(id.substring(0, slash))
            && table(id.substring(0, slash)).recipes().stream()
                .anyMatch(recipe -> recipe.id().equals(id)));
  }

  /** All tables. */
  public List<Table> tables() {
    return tableIds().parallelStream().map(this::table).toList();
  }

  /**
   * A table.
   *
   * @param name id of a table, or the name of a file with one; a recipe is a table with one row
   * @throws FaultException if there is none
   * @throws RecipeException with every fault of the file
   */
  public Table table(String name) {
    Source source = source("table", name, tableIds());
    if (!RecipeReader.isTable(source.yaml())) {
      return new Table(source.id(), source.id(), List.of(recipe(name)));
    }
    return RecipeReader.table(source.file(), source.id(), source.yaml(), vocabulary, this::recipe);
  }

  /**
   * A recipe.
   *
   * @param name id of a recipe, {@code table/row}, or the name of a file
   * @throws FaultException if there is none
   * @throws RecipeException with every fault of the file
   */
  public Recipe recipe(String name) {
    return recipe(name, List.of());
  }

  /**
   * The same, for somebody who is being read.
   *
   * @param readers the recipes whose teachers it is, outermost first
   */
  private Recipe recipe(String name, List<String> readers) {
    List<String> chain = new ArrayList<>(readers);
    chain.add(name);
    if (readers.contains(name)) {
      throw new FaultException(
          "recipe %s is its own teacher: %s".formatted(name, String.join(" -> ", chain)));
    }
    int slash = name.lastIndexOf('/');
    if (!texts.containsKey(name) && slash > 0 && tableIds.contains(name.substring(0, slash))) {
      return table(name.substring(0, slash))
          .withRows(List.of(name.substring(slash + 1)))
          .recipes()
          .getFirst();
    }
    Source source = source("recipe", name, recipeIds());
    if (RecipeReader.isTable(source.yaml())) {
      throw new FaultException(
          "%s is a table, not a recipe; bnn bench %s runs it".formatted(source.file(), name));
    }
    return RecipeReader.recipe(
        source.file(), source.id(), source.yaml(), vocabulary, other -> recipe(other, chain));
  }

  private record Source(String file, String id, String yaml) {}

  private Source source(String kind, String name, List<String> known) {
    String shipped = texts.get(name);
    if (shipped != null) {
      return new Source(FOLDER + name + EXTENSION, name, shipped);
    }
    Path file = Path.of(name);
    if (Files.isRegularFile(file)) {
      try {
        String id = withoutExtension(String.valueOf(file.getFileName()));
        return new Source(name, id, Files.readString(file));
      } catch (CharacterCodingException e) {
        throw new FaultException(
            name + " is no recipe: it is not a text in UTF-8 (docs/recipes.md shows some)");
      } catch (IOException e) {
        throw new UncheckedIOException(name + " cannot be read", e);
      }
    }
    throw new FaultException(
        "unknown %s \"%s\"%s (bnn tables lists all; or the name of a file)"
            .formatted(kind, name, Suggestion.forUnknown(name, known)));
  }

  private static List<String> lines(URL index) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
      return reader.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
  }

  private static String resource(ClassLoader loader, String path) throws IOException {
    try (InputStream stream = loader.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IOException(path + " stands in the index but not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String withoutExtension(String path) {
    return path.endsWith(EXTENSION) ? path.substring(0, path.length() - EXTENSION.length()) : path;
  }
}

package org.bnnlab.bench.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;

/**
 * Recipes that are run and ranked together.
 *
 * @param id id, such as {@code recu-cifar10}
 * @param title one line for people
 * @param recipes the rows, in order; none in a table of figures alone
 * @param others published figures of other methods, which stand beside the rows
 */
public record Table(String id, String title, List<Recipe> recipes, List<PublishedFigure> others) {

  /** Copies the lists. */
  public Table {
    recipes = List.copyOf(recipes);
    others = List.copyOf(others);
  }

  /** A table without figures of others. */
  public Table(String id, String title, List<Recipe> recipes) {
    this(id, title, recipes, List.of());
  }

  /**
   * The table with some of its rows only.
   *
   * @param names names or ids of rows, or ids of methods; all rows where it is empty
   * @throws FaultException with every name that fits no row
   */
  public Table withRows(List<String> names) {
    if (names.isEmpty()) {
      return this;
    }
    Set<String> known = new LinkedHashSet<>();
    recipes.forEach(
        recipe -> known.addAll(List.of(recipe.name(), recipe.method().id(), recipe.id())));
    List<String> faults = new ArrayList<>();
    for (String name : names) {
      if (!known.contains(name)) {
        faults.add(
            "table %s has no row \"%s\"%s (rows: %s)"
                .formatted(
                    id,
                    name,
                    Suggestion.forUnknown(name, known),
                    String.join(", ", recipes.stream().map(Recipe::name).toList())));
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    List<Recipe> chosen =
        recipes.stream()
            .filter(
                recipe ->
                    names.contains(recipe.name())
                        || names.contains(recipe.id())
                        || names.contains(recipe.method().id()))
            .toList();
    return new Table(id, title, chosen, others);
  }
}

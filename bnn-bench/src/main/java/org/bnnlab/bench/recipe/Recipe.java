package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table: one experiment for each of its seeds.
 *
 * @param id id, such as {@code cifar10/recu-resnet20}; a row written inside a table is {@code
 *     table/row}
 * @param version version, raised whenever a change makes old results incomparable
 * @param method the method
 * @param network the architecture
 * @param data the images
 * @param training how it is trained
 * @param seeds seeds to run
 * @param published the figure to compare with, if there is one
 * @param stage its place in a training of several stages, or null; such a recipe is that of one
 *     stage
 */
public record Recipe(
    String id,
    int version,
    MethodChoice method,
    NetworkChoice network,
    DataChoice data,
    TrainingPlan training,
    List<Long> seeds,
    @Nullable Published published,
    @Nullable Stage<Recipe> stage) {

  /** Checks that there is a seed. */
  public Recipe {
    requireArgument(!seeds.isEmpty(), "recipe %s needs at least one seed", id);
    seeds = List.copyOf(seeds);
  }

  /** A recipe of one stage. */
  public Recipe(
      String id,
      int version,
      MethodChoice method,
      NetworkChoice network,
      DataChoice data,
      TrainingPlan training,
      List<Long> seeds,
      @Nullable Published published) {
    this(id, version, method, network, data, training, seeds, published, null);
  }

  /** The recipe that an experiment would stem from, unless it was shortened. */
  public static Recipe of(Experiment experiment) {
    Stage<Experiment> at = experiment.stage();
    Experiment before = at == null ? null : at.previous();
    return new Recipe(
        experiment.recipe(),
        experiment.recipeVersion(),
        experiment.method(),
        experiment.network(),
        experiment.data(),
        experiment.training(),
        List.of(experiment.seed()),
        experiment.published(),
        at == null ? null : at.<Recipe>after(before == null ? null : of(before)));
  }

  /** The last part of the id, by which a row of a table is picked: {@code recu-resnet20}. */
  public String name() {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /** The experiment of one seed, which need not be one of the recipe's. */
  public Experiment experiment(long seed) {
    Recipe before = stage == null ? null : stage.previous();
    Stage<Experiment> at =
        stage == null
            ? null
            : stage.<Experiment>after(before == null ? null : before.experiment(seed));
    return new Experiment(id, version, method, network, data, training, seed, published, at);
  }

  /** The experiments of all seeds. */
  public List<Experiment> experiments() {
    return seeds.stream().map(this::experiment).toList();
  }
}

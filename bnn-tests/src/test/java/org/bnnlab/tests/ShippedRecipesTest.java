package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.bench.recipe.Carry;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Stage;
import org.bnnlab.bench.recipe.TeacherSpec;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recipe that comes with BNN Lab names networks that resolve and stages that fit together.
 */
class ShippedRecipesTest {

  static Stream<Recipe> recipes() {
    RecipeBook book = RecipeBook.installed(Vocabulary.installed());
    return Stream.concat(
        book.recipeIds().stream().map(book::recipe),
        book.tables().stream().flatMap(table -> table.recipes().stream()));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void a_recipe_resolves_and_its_stages_carry_what_they_need(Recipe recipe) {
    Experiment experiment = recipe.experiment(1);
    while (experiment != null) {
      Map<String, ParameterSpec> parameters = NodeParameters.of(network(experiment));
      if (experiment.training().teacher() instanceof TeacherSpec.Trained trained) {
        assertThat(output(network(trained.experiment()))).isEqualTo(output(network(experiment)));
      }
      Stage<Experiment> stage = experiment.stage();
      Experiment previous = stage == null ? null : stage.previous();
      if (previous != null) {
        assertThat(carried(parameters, stage.carry(), true))
            .isEqualTo(carried(NodeParameters.of(network(previous)), stage.carry(), false));
        for (String pattern : stage.carry().fresh()) {
          assertThat(parameters.keySet()).anyMatch(name -> Carry.fits(pattern, name));
        }
      }
      experiment = previous;
    }
  }

  private static Shape output(Network network) {
    return network.shape(network.output().path());
  }

  private static Set<String> carried(
      Map<String, ParameterSpec> parameters, Carry carry, boolean target) {
    List<String> names = new ArrayList<>();
    parameters.forEach(
        (name, spec) -> {
          if (!(target ? carry.startsFresh(name) : carry.drops(name))) {
            names.add(name + " " + spec.shape());
          }
        });
    return new LinkedHashSet<>(names);
  }

  private static Network network(Experiment experiment) {
    Dataset dataset = Datasets.standard().source(experiment.data().set()).description();
    return Resolver.resolve(
        Architectures.load().get(experiment.network().id()),
        experiment.network().options(),
        Methods.load()
            .create(
                experiment.method().id(),
                experiment.method().options(),
                experiment.method().bits()),
        new Shape(dataset.shape().channels(), dataset.shape().height(), dataset.shape().width()),
        dataset.classes());
  }
}

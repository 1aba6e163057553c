package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.NetworkRunner;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.objective.Objectives;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.Carry;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.MethodChoice;
import org.bnnlab.bench.recipe.NetworkChoice;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Stage;
import org.bnnlab.bench.recipe.TeacherSpec;
import org.bnnlab.bench.recipe.TransformSpec;
import org.bnnlab.bench.recipe.TransformTerms;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.data.transform.Transform;
import org.bnnlab.data.transform.TransformPipeline;
import org.bnnlab.models.djl.BackPropagation;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.djl.PartialTraining;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recipe that comes with BNN Lab names networks that resolve and stages that fit together.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedRecipesTest {

  private static final int BATCH = 2;

  /** The read-out of spiking networks, which no rule changes. */
  private static final String FIXED = "head.readout.";

  /** Rows, stages and teachers share most of their networks. */
  private final Map<Built, Network> networks = new HashMap<>();

  private record Built(
      MethodChoice method, NetworkChoice network, String dataset, List<TransformSpec> test) {

    static Built of(Experiment experiment) {
      return new Built(
          experiment.method(),
          experiment.network(),
          experiment.data().set(),
          experiment.data().test());
    }
  }

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

  /**
   * What two steps depend on, but for the number of classes: of stages and rows that share it, one
   * is trained.
   */
  private record Trained(
      MethodChoice method,
      NetworkChoice network,
      String optimizer,
      Set<ParameterRole> trains,
      Shape input) {

    static Trained of(Experiment experiment) {
      Stage<Experiment> stage = experiment.stage();
      return new Trained(
          experiment.method(),
          experiment.network(),
          experiment.training().optimizer().id(),
          stage == null ? Stage.ALL_ROLES : stage.trains(),
          image(experiment));
    }
  }

  /** Every stage of every recipe that differs in more than numbers of the training. */
  static Stream<Experiment> stages() {
    Map<Trained, Experiment> stages = new LinkedHashMap<>();
    recipes()
        .forEach(
            recipe -> {
              for (Experiment experiment = recipe.experiment(1);
                  experiment != null;
                  experiment = experiment.stage() == null ? null : experiment.stage().previous()) {
                stages.putIfAbsent(Trained.of(experiment), experiment);
              }
            });
    return stages.values().stream();
  }

  static Stream<Experiment> smallStages() {
    return stages().filter(experiment -> !isImageNet(experiment));
  }

  static Stream<Experiment> largeStages() {
    return stages().filter(ShippedRecipesTest::isImageNet);
  }

  /** One of every family: all of them take minutes. */
  static Stream<Experiment> largeStagesOfEachFamily() {
    Set<String> rows =
        Set.of(
            "recu-imagenet/resnet18",
            "birealnet-imagenet/birealnet18",
            "reactnet-imagenet/reactnet-a",
            "bnfree-imagenet/reactnet18",
            "meliusnet-imagenet/meliusnet22",
            "binarydensenet-imagenet/larq-binarydensenet28");
    return largeStages()
        .filter(experiment -> rows.contains(experiment.recipe()))
        .filter(experiment -> experiment.stageIndex() == experiment.stageCount() - 1);
  }

  private static boolean isImageNet(Experiment experiment) {
    return experiment.data().set().equals("imagenet");
  }

  @ParameterizedTest
  @MethodSource("smallStages")
  void every_stage_of_a_recipe_trains_two_steps(Experiment experiment) {
    trainTwoSteps(experiment, BATCH);
  }

  @ParameterizedTest
  @MethodSource("largeStagesOfEachFamily")
  void an_imagenet_network_of_each_family_trains_two_steps_at_full_size(Experiment experiment) {
    trainTwoSteps(experiment, BATCH);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("largeStages")
  void every_stage_of_an_imagenet_recipe_trains_two_steps_at_full_size(Experiment experiment) {
    trainTwoSteps(experiment, BATCH);
  }

  private void trainTwoSteps(Experiment experiment, int batch) {
    Method method = experiment.method().create();
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      RandomStreams streams = new RandomStreams(1);
      NetworkExecutor executor = new NetworkExecutor(network(experiment), state, streams);
      executor.initialize();
      Stage<Experiment> stage = experiment.stage();
      Set<ParameterRole> trains = stage == null ? Stage.ALL_ROLES : stage.trains();
      NetworkRunner runner =
          stage == null || stage.trainsAll()
              ? executor
              : PartialTraining.of(executor, state, trains, stage.name());
      OptimizerSpec optimizer = experiment.training().optimizer();
      RunFacts facts = new RunFacts(batch, batch, classes(experiment));
      boolean own = optimizer.id().equals(OptimizerSpec.OWN);
      LearningContext context =
          new LearningContext(
              runner,
              state,
              streams,
              own
                  ? method
                      .optimizer()
                      .map(factory -> factory.create(state, facts))
                      .orElse((tensors, rate) -> fail("the rule makes its own steps"))
                  : Optimizers.of(optimizer.id(), optimizer.settings(), optimizer.decays(), state),
              Objectives.of("cross-entropy", Map.of()),
              method.gradientTransform(),
              method.afterStep(),
              facts);
      LearningRule rule =
          own ? method.learningRule().orElseThrow().create(context) : new BackPropagation(context);
      Map<String, float[]> before = values(state);
      for (int step = 0; step < 2; step++) {
        try (NDManager owner = manager.newSubManager()) {
          assertThat(
                  rule.step(
                          batch(owner, experiment, executor.network(), batch, step),
                          new TrainingProgress(0, 1, step, 2, 0, 1),
                          optimizer.learningRate())
                      .loss())
              .isFinite();
        }
      }
      Map<String, float[]> after = values(state);
      NodeParameters.of(executor.network())
          .forEach(
              (name, spec) -> {
                if (!trains.contains(spec.role())) {
                  assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
                } else if (spec.isTrained()
                    && spec.shape().dimension() > 1
                    && !name.startsWith(FIXED)) {
                  assertThat(after.get(name)).as(name).isNotEqualTo(before.get(name));
                }
              });
    }
  }

  private static TrainingBatch batch(
      NDManager owner, Experiment experiment, Network network, int size, int number) {
    Shape image = image(experiment);
    RandomGenerator random = new RandomStreams(2).stream("images", 0, number);
    float[] pixels = new float[Math.toIntExact(size * image.size())];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    // An embedding has more coordinates than there are classes.
    int classes = Math.toIntExact(output(network).size());
    float[] hot = new float[size * classes];
    for (int i = 0; i < size; i++) {
      hot[i * classes + i % classes] = 1;
    }
    return TrainingBatch.of(
        owner.create(
            FloatBuffer.wrap(pixels), new Shape(size, image.get(0), image.get(1), image.get(2))),
        owner.create(FloatBuffer.wrap(hot), new Shape(size, classes)),
        number);
  }

  private static Map<String, float[]> values(StateStore state) {
    Map<String, float[]> values = new LinkedHashMap<>();
    state
        .tensors(StateStore.Kind.MODEL)
        .forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
    return values;
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

  private Network network(Experiment experiment) {
    return networks.computeIfAbsent(
        Built.of(experiment),
        key ->
            Resolver.resolve(
                Architectures.load().get(experiment.network().id()),
                experiment.network().options(),
                experiment.method().create(),
                image(experiment),
                classes(experiment)));
  }

  private static Shape image(Experiment experiment) {
    List<Transform> steps =
        experiment.data().test().stream().map(TransformTerms::transform).toList();
    ImageShape shape = new TransformPipeline(steps).outputShape(dataset(experiment).shape());
    return new Shape(shape.channels(), shape.height(), shape.width());
  }

  private static int classes(Experiment experiment) {
    return dataset(experiment).classes();
  }

  private static Dataset dataset(Experiment experiment) {
    return Datasets.standard().source(experiment.data().set()).description();
  }
}

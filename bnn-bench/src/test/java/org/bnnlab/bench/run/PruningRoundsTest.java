package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds of pruning and rewinding, and re-training with labels, as stages of tiny runs. */
class PruningRoundsTest {

  private static final String PRUNED = "stage1.block0.conv1.weight";

  @TempDir Path folder;

  private static Map<String, StoredArray> tensors(Path run, String file) throws IOException {
    return Safetensors.read(run.resolve("checkpoint").resolve(file)).tensors();
  }

  private static int[] keptAndAll(Map<String, StoredArray> model) {
    int[] counts = new int[2];
    model.forEach(
        (name, tensor) -> {
          if (name.endsWith(".mask") && !name.startsWith("stem")) {
            for (float entry : tensor.asFloats()) {
              counts[0] += (int) entry;
              counts[1]++;
            }
          }
        });
    return counts;
  }

  @ParameterizedTest
  @CsvSource({
    "rotation, float, 32/32, magnitude, 'sgd(lr: 0.05, momentum: 0.9, weightDecay: 1e-2)'",
    "contrast, birealnet, 1/1, shuffled, 'adam(lr: 1e-2, weightDecay: 1e-2)'"
  })
  void rounds_prune_to_the_unit_go_back_to_the_bit_and_leave_pruned_weights_at_zero(
      String task, String host, String bits, String criterion, String optimizer)
      throws IOException {
    String options =
        "host: %s, task: %s, share: 0.3, queue: 16, dimension: 8".formatted(host, task);
    Path file =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            method: { id: sslpruning, bits: %s, options: { %s } }
            network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
            data: { set: shapes32, images: 16, train: [flip], views: 2, normalize: imagenet }
            train: { epochs: 2, batch: 8, optimizer: "%s", schedule: constant }
            stages:
              - { name: dense }
              - { name: round }
              - name: labels
                method: { id: sslpruning, bits: %s, options: { %s } }
                train: { epochs: 1, optimizer: "sgd(lr: 1e-30, weightDecay: 1)" }
                carry: { fresh: ["head.classifier.*"], dropped: ["head.classifier.*"] }
            seeds: [1]
            """
                .formatted(
                    bits,
                    options,
                    optimizer,
                    bits,
                    options.replace("task: " + task, "task: labels, criterion: " + criterion)));
    Recipe recipe = RecipeBook.installed(Vocabulary.installed()).recipe(file.toString());
    new TableRun(folder, RunSettings.of(null))
        .run(
            List.of(new TableRun.Task(recipe, recipe.experiment(1))),
            one -> ProgressListener.SILENT,
            finished -> assertThat(finished.failure()).isNull());

    Path runs = folder.resolve("runs");
    Map<String, StoredArray> dense = tensors(runs.resolve("tiny-1-dense"), "model.safetensors");
    Map<String, StoredArray> round = tensors(runs.resolve("tiny-1-round"), "model.safetensors");
    Map<String, StoredArray> last = tensors(runs.resolve("tiny-1-labels"), "model.safetensors");
    Map<String, StoredArray> saved = tensors(runs.resolve("tiny-1-dense"), "state.safetensors");
    int all = keptAndAll(dense)[1];
    int first = all - (int) Math.ceil(0.3 * all);
    int second = first - (int) Math.ceil(0.3 * first);
    assertThat(keptAndAll(dense)[0]).isEqualTo(all);
    assertThat(keptAndAll(round)[0]).isEqualTo(first);
    assertThat(keptAndAll(last)[0]).isEqualTo(second);
    for (Map<String, StoredArray> model : List.of(round, last)) {
      assertPrunedAreZero(model);
    }
    assertThat(saved.get("rewind." + PRUNED).asFloats())
        .as("remembered at the start of epoch 1, not at the end")
        .isNotEqualTo(dense.get(PRUNED).asFloats());
    // A rate of 1e-30 leaves the weights of the last stage where it began.
    float[] remembered = saved.get("rewind." + PRUNED).asFloats();
    float[] mask = last.get("stage1.block0.conv1.mask").asFloats();
    float[] rewound = last.get(PRUNED).asFloats();
    for (int i = 0; i < mask.length; i++) {
      assertThat(rewound[i]).isEqualTo(remembered[i] * mask[i]);
    }
    assertThat(
            tensors(runs.resolve("tiny-1-labels"), "state.safetensors")
                .get("rewind." + PRUNED)
                .asFloats())
        .containsExactly(remembered);
    assertThat(saved.keySet())
        .as("statistics go back, too")
        .anyMatch(name -> name.startsWith("rewind.stage1.") && name.endsWith(".running_mean"));
    assertThat(round.keySet().stream().filter(name -> name.matches("stem.*[.]mask")).toList())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(round.get(name).asFloats()).containsOnly(1));
  }

  /** With a mask of ones and nothing removed, training is that of the host, bit for bit. */
  @Test
  void a_network_of_which_nothing_is_pruned_trains_as_its_host() throws IOException {
    String rest =
        """
        network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
        data: { set: shapes32, images: 16, train: [flip], normalize: imagenet }
        train: { epochs: 1, batch: 8, optimizer: "sgd(lr: 0.1, momentum: 0.9)", schedule: constant }
        seeds: [1]
        """;
    Path plain = folder.resolve("plain.yaml");
    Path masked = folder.resolve("masked.yaml");
    Files.writeString(plain, "method: birealnet\n" + rest);
    Files.writeString(
        masked, "method: { id: sslpruning, options: { task: labels, share: 0 } }\n" + rest);
    for (Path file : List.of(plain, masked)) {
      Recipe recipe = RecipeBook.installed(Vocabulary.installed()).recipe(file.toString());
      new TableRun(folder, RunSettings.of(null))
          .run(
              List.of(new TableRun.Task(recipe, recipe.experiment(1))),
              one -> ProgressListener.SILENT,
              finished -> assertThat(finished.failure()).isNull());
    }
    Map<String, StoredArray> other = tensors(folder.resolve("runs/masked-1"), "model.safetensors");
    tensors(folder.resolve("runs/plain-1"), "model.safetensors")
        .forEach(
            (name, tensor) ->
                assertThat(other.get(name).asFloats()).as(name).isEqualTo(tensor.asFloats()));
  }

  /** Item 7 of the card: two steps with momentum and decay. */
  @Test
  void masked_momentum_is_that_of_the_card() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      Optimizer sgd =
          Optimizers.of(
              "sgd", Map.of("momentum", 0.9, "weightDecay", 1e-4), OptimizerSpec.ALL_ROLES, state);
      Method method = Methods.load().create("sslpruning", Map.of(), null);
      Shape shape = new Shape(3, 1);
      state.create("w.mask", StateStore.Kind.MODEL, shape, new float[] {1, 0, 1});
      NDArray value =
          state.create("w.weight", StateStore.Kind.MODEL, shape, new float[] {0.5f, 0, 0.2f});
      ParameterSpec spec =
          ParameterSpec.learned("weight", shape, ParameterRole.WEIGHT, new Initializer.Constant(0));
      float[][] expected = {{0.489995f, 0, 0.219998f}, {0.470986f, 0, 0.257994f}};
      for (float[] after : expected) {
        NDArray gradient = manager.create(new float[] {0.1f, 0, -0.2f}, shape);
        List<TrainedTensor> tensors = List.of(new TrainedTensor("w.weight", spec, value, gradient));
        sgd.step(tensors, 0.1);
        method.afterStep().apply(tensors, new StepContext(state, TrainingProgress.ofEpoch(0, 1)));
        assertThat(value.toFloatArray()).containsExactly(after, within(1e-6f));
      }
      value.addi(1);
      method
          .afterStep()
          .apply(
              List.of(new TrainedTensor("w.weight", spec, value, value)),
              new StepContext(state, TrainingProgress.ofEpoch(0, 1)));
      assertThat(value.toFloatArray()[1]).as("whatever an optimizer did").isZero();
    }
  }

  private static void assertPrunedAreZero(Map<String, StoredArray> model) {
    model.forEach(
        (name, tensor) -> {
          if (name.endsWith(".mask")) {
            float[] mask = tensor.asFloats();
            float[] weight = model.get(name.replace(".mask", ".weight")).asFloats();
            for (int i = 0; i < mask.length; i++) {
              if (mask[i] == 0) {
                assertThat(weight[i]).as(name).isZero();
              }
            }
          }
        });
  }
}

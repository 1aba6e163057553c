package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of S2-BNN: two stages, a teacher that learned without labels, queue and key encoder. */
class UnlabelledRunTest {

  private static final List<String> RUNS = List.of("teacher-1", "tiny-1-first", "tiny-1-second");

  @TempDir Path folder;

  /** Images 20 in batches of 8: the last one has 4, and the queue of 18 wraps inside batches. */
  private Recipe recipe(String variant, String change, String to) throws IOException {
    String common =
        """
        network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
        data: { set: shapes32, images: 20, train: [mocov2-lite(32)], views: 2, normalize: imagenet }
        """;
    Path teacher =
        Files.writeString(
            folder.resolve("teacher.yaml"),
            """
            method: { id: s2bnn, bits: 32/32, options: { host: float, variant: contrastive, queue: 18, dimension: 8 } }
            %strain: { epochs: 1, batch: 8, optimizer: sgd(lr: 0.1), schedule: cosine }
            seeds: [1]
            """
                .formatted(common));
    String text =
        """
        method: { id: s2bnn, options: { variant: %s, queue: 18, dimension: 8 } }
        %strain: { epochs: 2, batch: 8, optimizer: adam(lr: 1e-3), schedule: linear, teacher: { recipe: %s } }
        stages:
          - { name: first, bits: 32/1 }
          - { name: second, bits: 1/1 }
        seeds: [1]
        """
            .formatted(variant, common, teacher);
    assertThat(text).contains(change);
    Path file = Files.writeString(folder.resolve("tiny.yaml"), text.replace(change, to));
    return RecipeBook.installed(Vocabulary.installed()).recipe(file.toString());
  }

  /** Ends a run as a kill does. */
  private static final class Kill extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static RunSettings settings() {
    return new RunSettings(null, "cpu", 1, 0, false, null);
  }

  private List<ResultRow> run(Recipe recipe, Path results, int batches) throws IOException {
    List<ResultRow> rows = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          private int left = batches;

          @Override
          public void epochStarted(int epoch, int epochs, int all) {}

          @Override
          public void batchDone(
              int epoch, int epochs, int batch, int all, double loss, double top1, double speed) {
            if (--left == 0) {
              throw new Kill();
            }
          }

          @Override
          public void epochDone(
              int epoch, int epochs, double loss, double top1, double test, double speed) {}
        };
    try {
      new TableRun(results, settings())
          .run(
              List.of(new TableRun.Task(recipe, recipe.experiment(1))),
              task -> listener,
              finished -> {
                assertThat(finished.failure()).isNull();
                rows.add(finished.row());
              });
    } catch (Kill kill) {
      assertThat(batches).isPositive();
    }
    return rows;
  }

  private static Map<String, StoredArray> tensors(Path run, String file) throws IOException {
    return Safetensors.read(run.resolve("checkpoint").resolve(file)).tensors();
  }

  @Test
  void an_interrupted_run_ends_with_the_same_bits_in_model_queue_and_key_encoder()
      throws IOException {
    Recipe recipe = recipe("both", "seeds", "seeds");
    Path calm = folder.resolve("calm");
    Path broken = folder.resolve("broken");
    List<ResultRow> rows = run(recipe, calm, 0);
    // The teacher makes three steps, each stage six: inside an epoch of either stage.
    run(recipe, broken, 3 + 2);
    run(recipe, broken, 4 + 5);
    run(recipe, broken, 0);

    for (String run : RUNS) {
      for (String file :
          List.of(
              "checkpoint/model.safetensors", "checkpoint/state.safetensors", "metrics.jsonl")) {
        assertThat(broken.resolve("runs").resolve(run).resolve(file))
            .hasSameBinaryContentAs(calm.resolve("runs").resolve(run).resolve(file));
      }
    }
    assertThat(rows).hasSize(3).allSatisfy(UnlabelledRunTest::assertHasNoAccuracy);
    Path last = calm.resolve("runs/tiny-1-second");
    assertThat(Files.readString(last.resolve("metrics.jsonl")))
        .contains("\"trainTop1\":null", "\"testTop1\":null")
        .doesNotContain("NaN");
    // Two stages of two epochs of 20 images: 80 keys, 80 mod 18 = 8.
    assertThat(tensors(last, "state.safetensors").get("moco.next").asFloats()).containsExactly(8);
    assertThatThrownBy(() -> RunEvaluation.of(last, settings()))
        .isInstanceOf(FaultException.class)
        .hasMessageEndingWith(
            "learned without labels and tells no classes apart; probe what it learned with"
                + " --protocol");
    assertStageStartsWithAll(recipe.experiment(1), calm);
  }

  private static void assertHasNoAccuracy(ResultRow row) {
    assertThat(row.outcome().status()).isEqualTo(ResultRow.Status.FINISHED);
    assertThat(row.outcome().last()).isNull();
    assertThat(row.outcome().best()).isNull();
  }

  /** Model, key encoder and queue of the first stage; not the optimizer's state. */
  private static void assertStageStartsWithAll(Experiment second, Path results) throws IOException {
    Path first = results.resolve("runs/tiny-1-first");
    DataSplits data = DataSplits.open(second, settings(), null, ProgressListener.SILENT);
    Prerequisites prerequisites =
        new Prerequisites(
            first.resolve("checkpoint/model.safetensors"),
            results.resolve("runs/teacher-1/checkpoint/model.safetensors"));
    try (Session session = Session.open(second, data, "cpu", prerequisites)) {
      tensors(first, "state.safetensors")
          .forEach(
              (name, tensor) -> {
                if (name.startsWith("moco.") || name.startsWith("key-encoder.")) {
                  assertThat(session.state().tensor(name).toFloatArray())
                      .as(name)
                      .containsExactly(tensor.asFloats());
                }
              });
      float[] student = session.state().tensor("stage1.block0.conv1.weight").toFloatArray();
      assertThat(tensors(first, "model.safetensors").get("stage1.block0.conv1.weight").asFloats())
          .containsExactly(student);
      assertThat(session.state().tensor("key-encoder.stage1.block0.conv1.weight").toFloatArray())
          .as("the key encoder is behind the student")
          .isNotEqualTo(student);
    }
  }

  @Test
  void a_recipe_that_cannot_work_is_refused_before_anything_is_trained() throws IOException {
    Experiment sound = recipe("both", "seeds", "seeds").experiment(1);
    DataSplits data = DataSplits.open(sound, settings(), null, ProgressListener.SILENT);
    assertRefused(
        recipe("both", "views: 2", "views: 1"),
        data,
        "method s2bnn learns from 2 views of each image, the data has 1; write data: { views: 2 }");
    assertRefused(
        recipe("both", "queue: 18", "queue: 7"),
        data,
        "a batch of 8 images does not fit into a queue of 7 keys");
    assertRefused(
        recipe("guided", "dimension: 8", "dimension: 9"),
        data,
        "the teacher (resnet20) gives (8) for an image, the network that learns from it (9)");
    assertRefused(
        recipe("both", "batch: 8", "batch: 1"),
        data,
        "20 images in batches of 1 give a batch of one image, which head.bn cannot normalize");
    assertRefused(
        recipe("both", "batch: 8", "batch: 19"),
        data,
        "take another batch size, or leave the last batch out (dropLast: true)");
  }

  private static void assertRefused(Recipe recipe, DataSplits data, String message) {
    Experiment experiment = recipe.experiment(1);
    assertThatThrownBy(() -> Session.untrained(experiment, data, "cpu").close())
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(message);
  }
}

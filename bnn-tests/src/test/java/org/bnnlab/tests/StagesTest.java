package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recipe of two stages that learns from a float teacher. */
class StagesTest {

  private static final int KILLS = 6;

  private static final List<String> RUNS =
      List.of("teacher-1", "tiny-1-activations", "tiny-1-both");

  private static final List<String> RESULTS =
      List.of(
          "checkpoint/model.safetensors",
          "checkpoint/state.safetensors",
          "metrics.jsonl",
          "evaluation.json");

  @TempDir Path folder;

  private Path recipe;

  @BeforeEach
  void write() throws IOException {
    Path teacher = TinyRecipe.of("float").withImages(128).recipe(folder.resolve("teacher.yaml"));
    recipe =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            method: reactnet
            network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
            data: { set: shapes32, images: 128, train: [crop(32, padding: 4), flip], normalize: imagenet }
            train:
              batch: 16
              loss: distribution-loss
              teacher: { recipe: %s }
            stages:
              - name: activations
                bits: 32/1
                train: { epochs: 2, optimizer: "adam(lr: 2e-3, weightDecay: 1e-5)", schedule: "linear(advanced: true)" }
              - name: both
                bits: 1/1
                train: { epochs: 2, optimizer: "adam(lr: 1e-3)", schedule: "linear(advanced: true)" }
            seeds: [1]
            """
                .formatted(teacher));
  }

  @Test
  void a_run_that_is_killed_in_any_of_its_stages_resumes_to_the_same_bits() throws Exception {
    Path calm = folder.resolve("calm");
    Path killed = folder.resolve("killed");
    Bnn.Result undisturbed = Bnn.in(folder).train(recipe, calm).result();
    assertThat(undisturbed.status()).as(undisturbed.err()).isZero();

    Random random = new Random(7);
    for (int kill = 0; kill < KILLS; kill++) {
      Path within = killed.resolve("runs").resolve(RUNS.get(kill / 2)).resolve("checkpoint");
      Bnn.Running run = Bnn.in(folder).train(recipe, killed);
      while (!Files.exists(within) && run.process().isAlive()) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
      run.kill();
    }
    Bnn.Result last = Bnn.in(folder).train(recipe, killed).result();

    assertThat(last.status()).as(last.err()).isZero();
    for (String run : RUNS) {
      for (String file : RESULTS) {
        assertThat(killed.resolve("runs").resolve(run).resolve(file))
            .hasSameBinaryContentAs(calm.resolve("runs").resolve(run).resolve(file));
      }
    }
  }

  @Test
  void every_stage_has_its_own_row_and_starts_from_the_one_before() throws Exception {
    Path out = folder.resolve("out");
    Files.writeString(
        recipe, Files.readString(recipe).replace("adam(lr: 1e-3)", "adam(lr: 1e-12)"));
    Bnn.Result result = Bnn.in(folder).train(recipe, out).result();
    assertThat(result.status()).as(result.err()).isZero();

    List<ResultRow> rows = new Ledger(out.resolve("ledger.jsonl")).read().rows();
    assertThat(rows)
        .extracting(row -> row.identity().stage())
        .containsExactly(
            null,
            new ResultRow.StagePlace("activations", 0, 2),
            new ResultRow.StagePlace("both", 1, 2));
    assertThat(rows)
        .extracting(row -> row.identity().weightBits() + "/" + row.identity().activationBits())
        .containsExactly("32/32", "32/1", "1/1");
    assertThat(rows).extracting(row -> row.config().sha256()).doesNotHaveDuplicates();

    // Adam with this rate leaves the weights of the second stage where they were.
    float[] first = weight(out.resolve("runs/tiny-1-activations"));
    assertThat(weight(out.resolve("runs/tiny-1-both"))).containsExactly(first, within(1e-8f));

    // The checkpoint of the first stage is gone: it is trained again, and has still one row.
    String both = Files.readString(out.resolve("runs/tiny-1-both/metrics.jsonl"));
    List<String> lines = Files.readAllLines(out.resolve("ledger.jsonl"));
    Files.write(out.resolve("ledger.jsonl"), lines.subList(0, 2));
    for (String run : RUNS.subList(1, 3)) {
      deleteRun(out.resolve("runs").resolve(run));
    }
    assertThat(Bnn.in(folder).train(recipe, out).result().status()).isZero();
    assertThat(new Ledger(out.resolve("ledger.jsonl")).read().rows()).hasSize(3);
    assertThat(out.resolve("runs/tiny-1-both/metrics.jsonl")).hasContent(both);
  }

  private static float[] weight(Path run) throws IOException {
    return Safetensors.read(run.resolve("checkpoint/model.safetensors"))
        .tensors()
        .get("stage1.block0.conv1.weight")
        .asFloats();
  }

  private static void deleteRun(Path run) throws IOException {
    try (var files = Files.walk(run)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void what_does_not_fit_the_stage_before_is_listed_and_nothing_is_written() throws Exception {
    String text = Files.readString(recipe);
    Files.writeString(recipe, text.replace("bits: 1/1", "bits: 1/1\n    method: sdbnn"));
    Path out = folder.resolve("unlike");

    Bnn.Result result = Bnn.in(folder).train(recipe, out).result();

    assertThat(result.status()).isNotZero();
    assertThat(result.err())
        .contains("do not fit this network:")
        .contains("missing: stage1.block0.conv1.")
        .contains("unexpected: stage1.block0.")
        .contains("carry: { fresh: [...], dropped: [...] }")
        .doesNotContain("at org.bnnlab");
    assertThat(out.resolve("runs/tiny-1-both/checkpoint")).doesNotExist();
  }

  @Test
  void a_teacher_of_other_images_is_refused_with_both_shapes() throws Exception {
    Path cifar = folder.resolve("teacher.yaml");
    String teacher = Files.readString(cifar);
    Files.writeString(cifar, teacher.replace("normalize: imagenet", "normalize: cifar"));

    Bnn.Result result = Bnn.in(folder).train(recipe, folder.resolve("other")).result();

    assertThat(result.status()).isNotZero();
    assertThat(result.err())
        .contains(
            "the teacher was trained on images normalized by \"cifar\", those of the student by"
                + " \"imagenet\"");
  }
}

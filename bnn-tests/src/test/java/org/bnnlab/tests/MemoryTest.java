package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.models.djl.BackPropagation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What training leaves behind. */
class MemoryTest {

  private static final int STEPS = 100;
  private static final int EPOCHS = 10;
  private static final Path PROC = Path.of("/proc");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"float", "bnn", "recu"})
  void a_step_leaves_no_array_behind(String method) throws Exception {
    try (TinyTraining training = new TinyTraining(method)) {
      LearningRule rule = new BackPropagation(context(training));
      int afterTwo = 0;
      for (int step = 1; step <= STEPS; step++) {
        step(training, rule, step);
        if (step == 2) {
          afterTwo = arrays(training.manager);
        }
      }

      assertThat(afterTwo)
          .isGreaterThanOrEqualTo(training.state.tensors(StateStore.Kind.MODEL).size());
      assertThat(arrays(training.manager)).isEqualTo(afterTwo);
    }
  }

  private static LearningContext context(TinyTraining training) {
    return new LearningContext(
        training.executor,
        training.state,
        training.streams,
        Optimizers.of(
            "sgd",
            Map.of("momentum", 0.9, "weightDecay", 5e-4),
            EnumSet.allOf(ParameterRole.class),
            training.state),
        training.method.objective(),
        training.method.gradientTransform(),
        training.method.afterStep(),
        new RunFacts(TinyTraining.BATCH, TinyTraining.BATCH, TinyTraining.CLASSES));
  }

  /** A training step and a prediction. */
  private static void step(TinyTraining training, LearningRule rule, int number) {
    TrainingProgress progress = new TrainingProgress(0, 1, number, STEPS, 0, 1);
    try (NDManager owner = training.manager.newSubManager()) {
      NDArray images = training.images(owner);
      rule.step(TrainingBatch.of(images, training.labels(owner), number), progress, 0.1);
      try (Predictor predictor = rule.predictor(training.manager, progress, Evaluation.MODE)) {
        assertThat(predictor.logits(images).size())
            .isEqualTo(TinyTraining.BATCH * TinyTraining.CLASSES);
      }
    }
  }

  /** Arrays of a manager and of all managers below it. */
  private static int arrays(NDManager manager) throws ReflectiveOperationException {
    Field field = BaseNDManager.class.getDeclaredField("resources");
    field.setAccessible(true);
    int count = manager.getManagedArrays().size();
    for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
      count += resource instanceof NDManager child ? arrays(child) : 0;
    }
    return count;
  }

  /** The heap is fixed and touched from the start, so that what grows is what is not freed. */
  @Test
  void resident_memory_does_not_grow_from_the_second_epoch_to_the_tenth(TestReporter reporter)
      throws Exception {
    assumeTrue(Files.isReadable(PROC.resolve("self/status")), "skipped: no /proc here");
    Path recipe =
        TinyRecipe.of("recu")
            .withImages(512)
            .withEpochs(EPOCHS)
            .withBatch(32)
            .recipe(folder.resolve("tiny.yaml"));
    Bnn.Running run =
        Bnn.in(folder)
            .withJvmOptions("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")
            .start("train", recipe.toString(), "--threads", "1", "--out", "results");

    long second = 0;
    long tenth = 0;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      while (epochs() < epoch && run.process().isAlive()) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      long resident = resident(run.process());
      second = epoch == 2 ? resident : second;
      tenth = resident;
    }
    assertThat(run.result().status()).as(run.err()).isZero();
    reporter.publishEntry(
        Map.of("KiB after epoch 2", "" + second, "KiB after epoch 10", "" + tenth));
    assertThat((double) tenth / second).isCloseTo(1, within(0.05));
  }

  private long epochs() throws IOException {
    Path metrics = folder.resolve("results/runs/tiny-1/metrics.jsonl");
    if (!Files.exists(metrics)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(metrics)) {
      return lines.count();
    }
  }

  private static long resident(Process process) throws IOException {
    try (Stream<String> lines =
        Files.lines(PROC.resolve(Long.toString(process.pid())).resolve("status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}

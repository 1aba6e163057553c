package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed with SIGKILL and started again. */
class KillAndResumeTest {

  private static final int KILLS = 10;
  private static final int EPOCHS = 3;
  private static final long MILLI = 1_000_000;

  /** What must not depend on how often a run was killed. */
  private static final List<String> RESULTS =
      List.of(
          "checkpoint/model.safetensors",
          "checkpoint/state.safetensors",
          "metrics.jsonl",
          "evaluation.json");

  @TempDir Path folder;

  private Path recipe;

  @Test
  void a_killed_run_resumes_to_the_same_bits(TestReporter reporter) throws Exception {
    recipe =
        TinyRecipe.of("recu")
            .withImages(256)
            .withEpochs(EPOCHS)
            .recipe(folder.resolve("tiny.yaml"));
    Bnn bnn = Bnn.in(folder);
    Path calm = folder.resolve("calm");
    Path killed = folder.resolve("killed");

    Bnn.Running undisturbed = bnn.train(recipe, calm);
    awaitCheckpoint(undisturbed, calm);
    long began = System.nanoTime();
    assertThat(undisturbed.result().status()).isZero();
    long longest = (System.nanoTime() - began) / (KILLS + 4);

    Random random = new Random(20261120);
    int whileWriting = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      whileWriting += kill(bnn.train(recipe, killed), killed, kill, random, longest) ? 1 : 0;
    }
    reporter.publishEntry("kills while a checkpoint was written", String.valueOf(whileWriting));
    assertThat(whileWriting).isPositive();
    Bnn.Result last = bnn.train(recipe, killed).result();

    assertThat(last.status()).as(last.err()).isZero();
    for (String file : RESULTS) {
      assertThat(run(killed).resolve(file)).hasSameBinaryContentAs(run(calm).resolve(file));
    }
    assertThat(Files.readAllLines(run(killed).resolve("metrics.jsonl"))).hasSize(EPOCHS);
    assertThat(LastingPart.of(row(killed))).isEqualTo(LastingPart.of(row(calm)));
    assertThat(row(killed).cost().epochSeconds()).hasSize(EPOCHS);
    assertThat(Files.readAllLines(run(killed).resolve("timing.jsonl")))
        .hasSize(EPOCHS)
        .allSatisfy(epoch -> assertThat(epoch).contains("\"images\":256,"));

    // Killed between the end of the training and the ledger's row, evaluation.json half written.
    Files.delete(killed.resolve("ledger.jsonl"));
    Files.writeString(run(killed).resolve("evaluation.json"), "{\"classes\":");
    assertThat(bnn.train(recipe, killed).result().status()).isZero();

    assertThat(LastingPart.of(row(killed))).isEqualTo(LastingPart.of(row(calm)));
    assertThat(run(killed).resolve("evaluation.json"))
        .hasSameBinaryContentAs(run(calm).resolve("evaluation.json"));
  }

  /**
   * Kills a run: the first before it has a checkpoint, the others at a random moment after it has
   * written its next one, every second of these inside the writing of one.
   *
   * @return whether it left a checkpoint half written
   */
  private static boolean kill(
      Bnn.Running run, Path out, int number, Random random, long longestNanos) throws Exception {
    if (number == 0) {
      await(run, () -> Files.isDirectory(run(out)));
    } else {
      awaitCheckpoint(run, out);
      TimeUnit.NANOSECONDS.sleep(random.nextLong(longestNanos));
    }
    Path fresh = run(out).resolve("checkpoint.new");
    if (number % 2 == 1) {
      await(run, () -> Files.exists(fresh));
    }
    assertThat(run.process().isAlive()).as("alive before kill %d: %s", number, run.err()).isTrue();
    run.kill();
    return Files.exists(fresh);
  }

  private static Path run(Path out) {
    return out.resolve("runs/tiny-1");
  }

  /** Waits until a checkpoint is written that was not there before. */
  private static void awaitCheckpoint(Bnn.Running run, Path out) throws Exception {
    Path state = run(out).resolve("checkpoint/state.json");
    Optional<FileTime> before = modified(state);
    await(run, () -> !modified(state).equals(before) && modified(state).isPresent());
  }

  private static Optional<FileTime> modified(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void await(Bnn.Running run, BooleanSupplier condition) throws Exception {
    while (!condition.getAsBoolean()) {
      assertThat(run.process().isAlive()).as("ended early: %s", run.err()).isTrue();
      TimeUnit.NANOSECONDS.sleep(MILLI);
    }
  }

  private static ResultRow row(Path out) throws IOException {
    Ledger.Reading reading = new Ledger(out.resolve("ledger.jsonl")).read();
    assertThat(reading.notes()).isEmpty();
    assertThat(reading.rows()).hasSize(1);
    return reading.rows().getFirst();
  }
}

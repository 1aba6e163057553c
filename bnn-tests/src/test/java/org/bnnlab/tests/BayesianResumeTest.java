package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bnnlab.api.check.Checks.requireFound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks with drawn weights, killed and resumed: their noise goes on where it was. */
class BayesianResumeTest {

  private static final List<String> RESULTS =
      List.of(
          "checkpoint/model.safetensors",
          "checkpoint/state.safetensors",
          "metrics.jsonl",
          "evaluation.json");

  @TempDir Path folder;

  @Test
  void bayesbinn_hands_its_posterior_on_and_resumes_to_the_same_bits() throws Exception {
    Path recipe =
        recipe(
            """
            method:
              id: bayesbinn
              options: { temperature: 0.5, start: 1.0, samples: 2, momentum: 0.9, mean: lagging, prior: previous, networks: 3 }
            network: { id: mlp, widths: [8, 8], dropout: 0.1 }
            data: { set: twomoons }
            train: { epochs: 2, batch: 20, optimizer: own(lr: 1e-2), schedule: advanced-cosine }
            stages:
              - name: first
              - name: second
            seeds: [1]
            """);
    Path calm = trained(recipe, "calm");
    Map<String, StoredArray> posterior = tensors(calm, "tiny-1-first", "model");
    Map<String, StoredArray> state = tensors(calm, "tiny-1-second", "state");

    List<String> priors =
        state.keySet().stream().filter(name -> name.startsWith("optimizer.prior.")).toList();
    assertThat(priors).hasSize(3);
    for (String prior : priors) {
      String weight = prior.substring("optimizer.prior.".length());
      assertThat(array(state, prior)).containsExactly(array(posterior, weight));
      assertThat(array(tensors(calm, "tiny-1-second", "model"), weight))
          .isNotEqualTo(array(posterior, weight));
    }
    assertResumes(recipe, calm, "tiny-1-second");
  }

  @Test
  void bisnn_resumes_to_the_same_bits() throws Exception {
    Path recipe =
        recipe(
            """
            method: { id: bisnn, options: { rule: bayesian, start: 1.0, networks: 3 } }
            network: { id: spiking-mlp, widths: [12, 12], code: population, steps: 30, neurons: 10, low: -1.5, high: 2.5 }
            data: { set: twomoons }
            train: { epochs: 3, batch: 20, optimizer: own(lr: 1.0), schedule: cosine }
            seeds: [1]
            """);
    Path calm = trained(recipe, "calm");
    assertThat(tensors(calm, "tiny-1", "state").keySet()).anyMatch(n -> n.startsWith("readout."));

    assertResumes(recipe, calm, "tiny-1");
  }

  private Path recipe(String text) throws IOException {
    return Files.writeString(folder.resolve("tiny.yaml"), text);
  }

  private Path trained(Path recipe, String name) throws Exception {
    Path out = folder.resolve(name);
    Bnn.Result result = Bnn.in(folder).train(recipe, out).result();
    assertThat(result.status()).as(result.err()).isZero();
    return out;
  }

  /** Kills a run between its checkpoints, and compares what it ends with. */
  private void assertResumes(Path recipe, Path calm, String run) throws Exception {
    Path killed = folder.resolve("killed");
    Path within = killed.resolve("runs").resolve(run);
    Bnn.Running running = Bnn.in(folder).train(recipe, killed);
    while (!Files.exists(within.resolve("checkpoint")) && running.process().isAlive()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    running.kill();
    assertThat(within.resolve("evaluation.json")).as("killed before its end").doesNotExist();

    trained(recipe, "killed");
    for (String file : RESULTS) {
      assertThat(within.resolve(file))
          .hasSameBinaryContentAs(calm.resolve("runs").resolve(run).resolve(file));
    }
  }

  private static Map<String, StoredArray> tensors(Path out, String run, String kind)
      throws IOException {
    return Safetensors.read(
            out.resolve("runs").resolve(run).resolve("checkpoint/" + kind + ".safetensors"))
        .tensors();
  }

  private static float[] array(Map<String, StoredArray> tensors, String name) {
    return requireFound(tensors.get(name), "no tensor %s", name).asFloats();
  }
}

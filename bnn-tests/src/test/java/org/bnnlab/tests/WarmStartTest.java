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

/** Noisy supervision in its three phases, the second of which trains the mapping networks only. */
class WarmStartTest {

  @TempDir Path folder;

  private Path recipe() throws IOException {
    return Files.writeString(
        folder.resolve("tiny.yaml"),
        """
        method: noisysup
        network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
        data: { set: shapes32, images: 64, train: [crop(32, padding: 4), flip], normalize: imagenet }
        train:
          batch: 16
          optimizer: sgd(lr: 1e-4, momentum: 0.9, weightDecay: 5e-4)
          schedule: constant
        stages:
          - name: baseline
            method: { id: noisysup, options: { mapping: none, alpha: 0.0 } }
            train: { epochs: 1 }
          - name: warm-start
            trains: [auxiliary]
            train: { epochs: 8 }
            carry: { fresh: ["*.map*"] }
          - name: fine-tuning
            train: { epochs: 1 }
        seeds: [1]
        """);
  }

  @Test
  void only_the_mapping_networks_move_and_a_killed_warm_start_resumes_to_the_same_bits()
      throws Exception {
    Path recipe = recipe();
    Path calm = folder.resolve("calm");
    Bnn.Result undisturbed = Bnn.in(folder).train(recipe, calm).result();
    assertThat(undisturbed.status()).as(undisturbed.err()).isZero();

    Map<String, StoredArray> baseline = tensors(calm, "baseline", "model");
    Map<String, StoredArray> warm = tensors(calm, "warm-start", "model");
    Map<String, StoredArray> tuned = tensors(calm, "fine-tuning", "model");
    assertThat(baseline).isNotEmpty();
    baseline.forEach(
        (name, array) ->
            assertThat(found(warm, name).asFloats()).as(name).containsExactly(array.asFloats()));
    assertThat(warm.keySet()).anyMatch(name -> name.contains(".map"));
    warm.forEach(
        (name, array) ->
            assertThat(found(tuned, name).asFloats())
                .as(name)
                .doesNotContain(Float.NaN)
                .isNotEqualTo(array.asFloats()));
    assertThat(tensors(calm, "warm-start", "state").keySet())
        .filteredOn(name -> name.startsWith("optimizer."))
        .isNotEmpty()
        .allMatch(name -> name.contains(".map"));

    Path killed = folder.resolve("killed");
    Path within = run(killed, "warm-start").resolve("checkpoint");
    Bnn.Running run = Bnn.in(folder).train(recipe, killed);
    while (!Files.exists(within) && run.process().isAlive()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    run.kill();
    assertThat(run(killed, "fine-tuning")).doesNotExist();
    Bnn.Result last = Bnn.in(folder).train(recipe, killed).result();

    assertThat(last.status()).as(last.err()).isZero();
    for (String stage : List.of("warm-start", "fine-tuning")) {
      for (String file : List.of("checkpoint/model.safetensors", "checkpoint/state.safetensors")) {
        assertThat(run(killed, stage).resolve(file))
            .hasSameBinaryContentAs(run(calm, stage).resolve(file));
      }
    }
  }

  private static Path run(Path out, String stage) {
    return out.resolve("runs/tiny-1-" + stage);
  }

  private static Map<String, StoredArray> tensors(Path out, String stage, String file)
      throws IOException {
    return Safetensors.read(run(out, stage).resolve("checkpoint/" + file + ".safetensors"))
        .tensors();
  }

  private static StoredArray found(Map<String, StoredArray> tensors, String name) {
    return requireFound(tensors.get(name), "no tensor %s", name);
  }
}

package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.ledger.Artefact;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A method in a jar of somebody else, on the class path. */
class PluginJarTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double CHANCE = 10;

  @TempDir Path folder;

  @Test
  void a_method_in_a_jar_is_listed() throws Exception {
    Path jar = PluginJar.make("counted", "org.example.Counted", folder);

    Bnn.Result result = Bnn.in(folder).withJars(jar).run("methods", "--json");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(JSON.readTree(result.out()).get("methods"))
        .extracting(method -> method.get("id").asText())
        .contains("bnn", "counted", "float", "recu");
  }

  @Test
  void a_method_in_a_jar_is_called_and_trains_above_chance() throws Exception {
    Path jar = PluginJar.make("counted", "org.example.Counted", folder);
    Path recipe =
        TinyRecipe.of("counted")
            .withWidths(8, 16, 32)
            .withImages(2_000)
            .withEpochs(4)
            .withOptimizer("adam(lr: 0.005)")
            .recipe(folder.resolve("tiny.yaml"));

    Bnn.Result result =
        Bnn.in(folder)
            .withJars(jar)
            .run("train", recipe.toString(), "--threads", "1", "--out", "results");

    assertThat(result.status()).as(result.err()).isZero();
    ResultRow row = new Ledger(folder.resolve("results/ledger.jsonl")).read().rows().getFirst();
    assertThat(row.identity().method()).isEqualTo("counted");
    assertThat(row.code().plugins())
        .containsExactly(new Artefact("counted.jar", AtomicFolder.sha256(jar)));
    assertThat(row.outcome().last().top1()).isGreaterThan(2 * CHANCE);
    List<String> epochs = Files.readAllLines(folder.resolve("results/runs/tiny-1/metrics.jsonl"));
    for (String epoch : epochs) {
      assertThat(inside(JSON.readTree(epoch)))
          .containsKeys("stage1.block0.conv1.inside", "stage3.block0.conv2.inside")
          .allSatisfy((layer, share) -> assertThat(share).isBetween(0.01, 1.0));
    }
  }

  /** What the plug-in itself reports, among what every network reports. */
  private static Map<String, Double> inside(JsonNode epoch) {
    Map<String, Double> inside = new TreeMap<>();
    for (Map.Entry<String, JsonNode> figure : epoch.get("diagnostics").properties()) {
      if (figure.getKey().endsWith(".inside")) {
        inside.put(figure.getKey(), figure.getValue().asDouble());
      }
    }
    return inside;
  }

  @Test
  void an_id_in_use_is_an_error_that_names_both_modules() throws Exception {
    Path jar = PluginJar.make("taken", "org.example.Taken", folder);

    Bnn.Result result = Bnn.in(folder).withJars(jar).run("methods");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualToIgnoringNewLines(
            "two modules on the class path are called \"recu\": org.bnnlab.methods.recu.ReCu and"
                + " org.example.Taken");
  }

  @Test
  void a_slot_that_is_filled_twice_is_an_error_that_names_both_parts() throws Exception {
    Path jar = PluginJar.make("twice", "org.example.Twice", folder);

    Bnn.Result result = Bnn.in(folder).withJars(jar).run("methods", "twice");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .contains(
            "method twice", "filled twice: by ClippedIdentity[threshold=1.0] and by Identity[]");
  }
}

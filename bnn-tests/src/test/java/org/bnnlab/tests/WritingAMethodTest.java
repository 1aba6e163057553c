package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/writing-a-method.md tells its reader to do, done. */
class WritingAMethodTest {

  private static final Path PAGE = Path.of("..", "docs", "writing-a-method.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TYPE = Pattern.compile("public (?:final class|record) (\\w+)");
  private static final int STEPS = 2;

  @TempDir Path folder;

  private Path jar;

  @BeforeEach
  void pack() throws IOException {
    List<Path> sources = new ArrayList<>();
    Matcher blocks = JAVA.matcher(Files.readString(PAGE));
    while (blocks.find()) {
      Matcher type = TYPE.matcher(blocks.group(1));
      assertThat(type.find()).as(blocks.group(1)).isTrue();
      sources.add(Files.writeString(folder.resolve(type.group(1) + ".java"), blocks.group(1)));
    }
    assertThat(sources).hasSize(3);
    jar = PluginJar.makeFrom(sources, "ramp", "org.example.Ramp", folder);
  }

  @Test
  void the_method_of_the_page_is_listed_with_its_parts() throws Exception {
    Bnn.Result result = Bnn.in(folder).withJars(jar).run("methods", "ramp");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("Signs with a window that narrows", "learned threshold", "half width");
  }

  @Test
  void the_recipe_of_the_page_trains_the_method_of_the_page_for_two_steps() throws Exception {
    Matcher yaml = YAML.matcher(Files.readString(PAGE));
    assertThat(yaml.find()).isTrue();
    Path recipe =
        Files.writeString(
            folder.resolve("ramp.yaml"),
            yaml.group(1)
                .replace("images: 2000", "images: " + 8 * STEPS)
                .replace("epochs: 2, batch: 50", "epochs: 1, batch: 8"));

    Bnn.Result result =
        Bnn.in(folder)
            .withJars(jar)
            .run("train", recipe.toString(), "--threads", "1", "--out", "results");

    assertThat(result.status()).as(result.err()).isZero();
    ResultRow row = new Ledger(folder.resolve("results/ledger.jsonl")).read().rows().getFirst();
    assertThat(row.identity().method()).isEqualTo("ramp");
    String[] epochs =
        Files.readString(folder.resolve("results/runs/ramp-1/metrics.jsonl")).strip().split("\n");
    assertThat(epochs).hasSize(1);
    JsonNode metrics = JsonMapper.builder().build().readTree(epochs[0]);
    assertThat(metrics.get("trainLoss").asDouble()).isPositive().isFinite();
  }
}

package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bnnlab.api.architecture.Architecture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/writing-a-network.md: its network compiles, its commands run, its figures are right. */
class WritingANetworkTest {

  private static final Path PAGE = Path.of("../docs/writing-a-network.md");

  @TempDir Path folder;

  @Test
  void the_network_of_the_page_is_there_with_every_method() throws Exception {
    List<String> blocks = blocks(Files.readString(PAGE));
    Path source = Files.writeString(folder.resolve("ThreeLayers.java"), blocks.get(0));
    String provider = blocks.get(1).strip();
    Path jar = PluginJar.pack(List.of(source), "own", Architecture.class, provider, folder);

    Bnn.Result summary =
        Bnn.in(folder).withJars(jar).run("summary", "three-layers", "--method", "recu");
    assertThat(summary.err()).isEmpty();
    assertThat(summary.status()).isZero();
    assertThat(summary.out()).contains(blocks.get(3));

    Bnn.Result drawing =
        Bnn.in(folder)
            .withJars(jar)
            .run("draw", "three-layers", "--method", "recu", "--out", "own.svg");
    assertThat(drawing.status()).as(drawing.err()).isZero();
    assertThat(Files.readString(folder.resolve("own.svg"))).contains("<svg", "×3", "32×16×16");
  }

  @Test
  void the_commands_of_the_page_are_those_that_are_run() throws IOException {
    assertThat(blocks(Files.readString(PAGE)).get(2).lines())
        .containsExactly(
            "BNN_CLASSPATH=three-layers.jar ./bnn models",
            "BNN_CLASSPATH=three-layers.jar ./bnn summary three-layers --method recu",
            "BNN_CLASSPATH=three-layers.jar ./bnn draw three-layers --method recu --out"
                + " three-layers.svg");
  }

  /** What stands between the fences of a page. */
  private static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    Pattern.compile("```(?:java)?\n(.*?)```", Pattern.DOTALL)
        .matcher(page)
        .results()
        .map((MatchResult result) -> result.group(1))
        .forEach(blocks::add);
    return blocks;
  }
}

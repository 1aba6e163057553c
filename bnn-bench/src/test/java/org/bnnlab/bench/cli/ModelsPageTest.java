package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/models.md: its table and pictures are what the commands that it names give. */
class ModelsPageTest {

  private static final Path DOCS = Path.of("../docs");

  @TempDir Path folder;

  @Test
  void the_table_of_the_page_is_that_of_the_code() throws IOException {
    String table = CommandLineRun.of("models", "--markdown").out();

    assertThat(Files.readString(DOCS.resolve("models.md")))
        .as("renew it with bnn models --markdown")
        .endsWith(table);
  }

  @ParameterizedTest
  @CsvSource({"resnet20, recu", "birealnet18, birealnet", "meliusnet22, meliusnet"})
  void a_picture_of_the_page_is_what_draw_gives(String model, String method) throws IOException {
    Path drawn = folder.resolve(model + ".svg");
    CommandLineRun run =
        CommandLineRun.of("draw", model, "--method", method, "--out", drawn.toString());

    assertThat(run.status()).isZero();
    assertThat(DOCS.resolve("networks").resolve(model + ".svg")).hasSameTextualContentAs(drawn);
  }
}

package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which code a row names when the checkout moves on while its run trains. */
class CodeOfRowTest {

  private static final String HOME = "bnn.home";

  @TempDir Path folder;
  private final @Nullable String before = System.getProperty(HOME);

  @BeforeEach
  void a_checkout() throws IOException {
    Files.createDirectories(folder.resolve("checkout/bnn-bench"));
    git("init", "--quiet");
    commit("first");
    System.setProperty(HOME, folder.resolve("checkout").toString());
  }

  @AfterEach
  void the_home_is_what_it_was() {
    if (before == null) {
      System.clearProperty(HOME);
    } else {
      System.setProperty(HOME, before);
    }
  }

  @Test
  void a_row_names_the_commit_that_its_run_began_with() throws IOException {
    String first = git("rev-parse", "HEAD");
    Path file =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            method: float
            network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
            data: { set: shapes32, images: 16, normalize: imagenet }
            train: { epochs: 1, batch: 16, optimizer: sgd(lr: 0.1), schedule: constant }
            seeds: [1]
            """);
    Recipe recipe = RecipeBook.installed(Vocabulary.installed()).recipe(file.toString());
    List<ResultRow> rows = new ArrayList<>();

    new TableRun(folder.resolve("results"), RunSettings.of(null))
        .run(
            List.of(new TableRun.Task(recipe, recipe.experiment(1))),
            task -> {
              commit("second");
              return ProgressListener.SILENT;
            },
            finished -> rows.add(finished.row()));

    assertThat(git("rev-parse", "HEAD")).isNotEqualTo(first);
    assertThat(rows).extracting(row -> row.code().commit()).containsExactly(first);
  }

  private void commit(String message) {
    try {
      git(
          "-c",
          "user.name=test",
          "-c",
          "user.email=test@localhost",
          "commit",
          "--quiet",
          "--allow-empty",
          "--message",
          message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String git(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("git", "-C", folder.resolve("checkout").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.onExit().join().exitValue()).as("git: %s", answer).isZero();
    return answer;
  }
}

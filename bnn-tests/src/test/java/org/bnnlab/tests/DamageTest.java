package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of a run that is not as it was written. */
@TestInstance(Lifecycle.PER_CLASS)
class DamageTest {

  private static final int CIFAR_FILE = 10_000 * 3_073;

  @TempDir static Path folder;

  private Path recipe;
  private Path run;

  /** Changes one file. */
  @FunctionalInterface
  interface Damage {
    void to(Path file) throws IOException;
  }

  /** A run that was killed after its training, before its row. */
  @BeforeAll
  void trains() throws Exception {
    recipe = TinyRecipe.of("bnn").recipe(folder.resolve("tiny.yaml"));
    assertThat(train().status()).isZero();
    Files.delete(folder.resolve("results/ledger.jsonl"));
    run = folder.resolve("results/runs/tiny-1");
  }

  private Bnn.Result train() throws Exception {
    return Bnn.in(folder).run("train", recipe.toString(), "--threads", "1", "--out", "results");
  }

  static Stream<Arguments> damages() {
    String other = " is not the file that was written: its SHA-256 differs";
    Damage cut = file -> resize(file, Files.size(file) / 2);
    Damage flipped = file -> flip(file, Files.size(file) - 3);
    return Stream.of(
        arguments("model.safetensors", "cut", cut, other),
        arguments("model.safetensors", "one bit flipped", flipped, other),
        arguments("model.safetensors", "gone", (Damage) Files::delete, " is missing"),
        arguments("state.safetensors", "cut", cut, other),
        arguments("state.safetensors", "one bit flipped", flipped, other),
        arguments("state.json", "cut", cut, " is not the state of a run ("),
        arguments(
            "state.json",
            "a figure altered",
            replaced("\"lossSum\" : 0", "\"lossSum\" : 7"),
            other),
        arguments(
            "state.json", "an epoch altered", replaced("\"epoch\" : 1", "\"epoch\" : 0"), other),
        arguments("state.json", "gone", (Damage) Files::delete, " is missing"));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("damages")
  void a_damaged_checkpoint_is_one_clear_error_and_stays_as_it_is(
      String name, String kind, Damage damage, String fault) throws Exception {
    Path file = run.resolve("checkpoint").resolve(name);
    byte[] good = Files.readAllBytes(file);
    damage.to(file);
    Map<String, String> before = FolderHashes.of(run.getParent());

    Bnn.Result result = train();

    assertThat(FolderHashes.of(run.getParent())).isEqualTo(before);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    Path shown = Path.of("results/runs/tiny-1/checkpoint").resolve(name);
    assertThat(result.err().lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).contains(shown + fault),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "the run cannot be resumed; delete results/runs/tiny-1 to start it"
                            + " again"));
    Files.write(file, good);
  }

  @Test
  void an_altered_recipe_does_not_touch_the_run_of_the_former_one() throws Exception {
    String good = Files.readString(recipe);
    Files.writeString(recipe, good.replace("lr: 0.1", "lr: 0.2"));
    Map<String, String> before = FolderHashes.of(run.getParent());

    Bnn.Result result = train();

    Files.writeString(recipe, good);
    assertThat(FolderHashes.of(run.getParent())).isEqualTo(before);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err())
        .matches(
            "results/runs/tiny-1 holds a run of another experiment \\([0-9a-f]{12}, here is"
                + " [0-9a-f]{12}\\); use another folder or delete it\\R");
  }

  @Test
  void a_truncated_recipe_runs_nothing() throws Exception {
    String good = Files.readString(recipe);
    Files.writeString(recipe, good.substring(0, good.indexOf("optimizer")));
    Map<String, String> before = FolderHashes.of(folder.resolve("results"));

    Bnn.Result result = train();

    Files.writeString(recipe, good);
    assertThat(FolderHashes.of(folder.resolve("results"))).isEqualTo(before);
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("optimizer").endsWith("nothing was run\n");
  }

  @Test
  void a_truncated_data_file_is_named_with_the_offset_and_leaves_no_trace() throws Exception {
    Path data = Files.createDirectory(folder.resolve("cifar"));
    for (int i = 1; i <= 5; i++) {
      resize(data.resolve("data_batch_%d.bin".formatted(i)), i == 3 ? 7_000 : CIFAR_FILE);
    }
    resize(data.resolve("test_batch.bin"), CIFAR_FILE);
    Path onCifar = folder.resolve("cifar.yaml");
    Files.writeString(onCifar, Files.readString(recipe).replace("shapes32", "cifar10"));
    Map<String, String> before = FolderHashes.of(folder.resolve("results"));
    Map<String, String> dataBefore = FolderHashes.of(data);

    Bnn.Result result =
        Bnn.in(folder)
            .run("train", onCifar.toString(), "--data", data.toString(), "--out", "results");

    assertThat(FolderHashes.of(folder.resolve("results"))).isEqualTo(before);
    assertThat(FolderHashes.of(data)).isEqualTo(dataBefore);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .contains(
            "data_batch_3.bin has 7000 bytes (the record at offset 6146 is cut off), expected"
                + " 30730000: 10000 records of 3073; get the file again")
        .doesNotContain("data_batch_1", "Exception");
  }

  private static void resize(Path file, long bytes) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(bytes);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 1;
    Files.write(file, bytes);
  }

  private static Damage replaced(String from, String to) {
    return file -> {
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
    };
  }
}

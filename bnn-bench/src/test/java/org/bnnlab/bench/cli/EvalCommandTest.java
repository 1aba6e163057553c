package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluates a tiny run: 32 images, one epoch, four channels. */
class EvalCommandTest {

  private static final String RECIPE =
      """
      method: bnn
      network: { id: resnet20, widths: [4, 4, 4], blocks: 1 }
      data:
        set: shapes32
        images: 32
        train: [resize(36), crop(24)]
        test: [resize(36), center-crop(24)]
        normalize: cifar
      train: { epochs: 1, batch: 16, optimizer: sgd(lr: 0.01), schedule: constant }
      seeds: [1]
      """;

  @TempDir static Path folder;

  private static Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    Path recipe = Files.writeString(folder.resolve("tiny.yaml"), RECIPE);
    CommandLineRun trained =
        CommandLineRun.of(
            "train", recipe.toString(), "--threads", "1", "--out", folder.resolve("r").toString());
    assertThat(trained.status()).as(trained.err()).isZero();
    try (Stream<Path> runs = Files.list(folder.resolve("r").resolve("runs"))) {
      run = runs.findFirst().orElseThrow();
    }
  }

  private static CommandLineRun eval(Path place, String... more) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("eval", place.toString(), "--threads", "1"), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void a_probe_of_the_features_gives_a_row_with_its_protocol() throws IOException {
    Path results = folder.resolve("probed");
    CommandLineRun probed =
        eval(run, "--protocol", "tribuo-linear", "--json", "--out", results.toString());
    assertThat(probed.status()).as(probed.err()).isZero();

    assertThat(probed.json().path("protocol").path("id").asText()).isEqualTo("tribuo-linear");
    assertThat(probed.json().path("protocol").path("images").asInt()).isEqualTo(32);
    assertThat(Files.readString(results.resolve("ledger.jsonl"))).isEqualTo(probed.out());
    assertThat(eval(run, "--images", "5").err())
        .contains(
            "--on, --images, --untrained and --out belong to a probe: name one with --protocol");
    assertThat(eval(run, "--protocol", "sgd-probe", "--packed").err())
        .contains("--protocol probes the simulation's features; leave --packed out");
    assertThat(eval(run, "--protocol", "knn").err()).contains("unknown protocol \"knn\"");
    assertThat(eval(run, "--protocol", "sgd-probe", "--on", "mnist").err())
        .contains("data set mnist is read from files: name its folder or archive with --data");
  }

  @Test
  void the_checkpoint_of_a_run_gives_what_the_run_measured() throws IOException {
    JsonNode recorded = new ObjectMapper().readTree(Files.readString(run.resolve("metrics.jsonl")));

    CommandLineRun evaluated = eval(run, "--json");

    assertThat(evaluated.err()).isEmpty();
    JsonNode row = evaluated.json();
    JsonNode found = row.path("evaluation");
    assertThat(found.path("top1").asDouble()).isEqualTo(recorded.path("testTop1").asDouble());
    assertThat(found.path("top5").asDouble()).isEqualTo(recorded.path("testTop5").asDouble());
    assertThat(found.path("loss").asDouble()).isEqualTo(recorded.path("testLoss").asDouble());
    assertThat(found.path("confusion")).hasSize(10);
    assertThat(found.path("classes").path(0).path("name").asText()).isNotEmpty();
    assertThat(row.path("outcome").path("status").asText()).isEqualTo("finished");
    assertThat(row.path("randomness").path("seed").asInt()).isEqualTo(1);
  }

  @Test
  void the_packed_network_takes_every_test_image_for_the_same_class() {
    CommandLineRun evaluated = eval(run, "--packed", "--json");

    assertThat(evaluated.err()).isEmpty();
    JsonNode row = evaluated.json();
    int images = row.path("evaluation").path("images").asInt();
    JsonNode packed = row.path("evaluation").path("packed");
    assertThat(row.path("packedCheck").path("images").asInt()).isEqualTo(images);
    assertThat(row.path("packedCheck").path("agreeing").asInt()).isEqualTo(images);
    assertThat(packed.path("differing")).isEmpty();
    assertThat(packed.path("top1")).isEqualTo(row.path("evaluation").path("top1"));
    assertThat(packed.path("packedShare").asDouble()).isEqualTo(1);
    assertThat(row.path("networkCost").path("packedBytes").asLong()).isPositive();
  }

  @Test
  void run_and_checkpoint_are_evaluated_alike_and_stay_as_they_are() throws IOException {
    Map<String, FileTime> before = times();
    Path leftover = Files.createDirectories(run.resolve("checkpoint.new"));

    CommandLineRun ofRun = eval(run);
    CommandLineRun ofCheckpoint = eval(run.resolve("checkpoint"));

    assertThat(ofRun.status()).isZero();
    assertThat(ofRun.out())
        .contains("checkpoint behind 1 of 1 epochs", "top-1", "recorded", "precision", "true \\")
        .isEqualTo(ofCheckpoint.out());
    assertThat(leftover).as("what another process may be writing").isDirectory();
    Files.delete(leftover);
    assertThat(times()).isEqualTo(before);
  }

  @Test
  void a_folder_that_is_no_run_is_refused() {
    CommandLineRun evaluated = eval(folder);

    assertThat(evaluated.status()).isEqualTo(2);
    assertThat(evaluated.err())
        .startsWith(folder + " is neither a run nor a checkpoint")
        .contains("results/runs/NAME")
        .hasLineCount(2);
    assertThat(eval(folder.resolve("none")).err()).startsWith("there is no ");
  }

  @Test
  void an_altered_checkpoint_is_refused() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("altered"));
    try (Stream<Path> files = Files.list(run.resolve("checkpoint"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path state = copy.resolve("state.json");
    String text = Files.readString(state);

    Files.writeString(state, text.replace("\\\"seed\\\":1", "\\\"seed\\\":2"));
    assertThat(eval(copy).err()).contains("its experiment was altered");
    Files.writeString(state, text.substring(0, text.length() / 2));
    assertThat(eval(copy).err()).contains("is not the state of a run");
    Files.writeString(state, text);
    Files.write(copy.resolve("model.safetensors"), new byte[10]);
    assertThat(eval(copy).err()).contains("is not the file that was written");
    assertThat(eval(copy).status()).isEqualTo(2);
  }

  private static Map<String, FileTime> times() throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(run.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }
}

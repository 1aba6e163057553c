package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueCommandsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models --help",
        "datasets --help",
        "data --help",
        "data list --help",
        "data verify --help",
        "summary --help",
        "eval --help",
        "probe --help",
        "replay --help"
      })
  void every_command_has_a_help(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" "));

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Usage: bnn");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data                                  | bnn data needs a command: list, fetch, verify or prepare (bnn data --help shows the usage)
          data verify cifr10                    | unknown data set "cifr10"; did you mean "cifar10"? (bnn datasets lists all 10)
          data verify cifar10                   | data set cifar10 is read from files: name its folder or archive with --data (published at https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz)
          summary resnet20 --bits 2/1           | --bits is one of 1/1, 1/32, 32/1, 32/32 (weights/activations), found "2/1"
          summary resnet20 --input 32x32        | --input is channels x height x width, such as 3x32x32, found "32x32"
          summary resnet20 --classes 1          | --classes must be at least 2, found 1
          summary resnet20 --option shortcuts=x | network resnet20: option shortcuts is one of double, normal, found "x"
          summary resnet20 --option blocks=two  | network resnet20: option blocks takes an integer, found two
          probe recu --role wight --input x.npz --out y.npz | --role is weight or activation, found "wight"
          probe recu --role weight --input x.npz --out y.npz --epoch 3 --epochs 2 | --epoch must lie in 0..2 (--epochs, at least 1), found 3
          probe recu --role weight              | bnn probe needs --input and --out, or --plot (bnn probe --help shows the usage)
          probe recu --role weight --plot a.pdf | a picture is a file that ends in .svg or .png, found "a.pdf"
          probe float --role weight --plot a.svg | method float has no binary weights
          probe recu --role weight --plot a.svg --epochs 0 | --epochs must be at least 1, found 0
          methods recu --parts                  | --parts lists the parts of all methods, found the method recu; leave one of the two out
          replay nothing.npz --threads 0        | --threads must be at least 1, found 0
          """)
  void wrong_usage_names_value_rule_and_next_step(String line, String message) {
    CommandLineRun run = CommandLineRun.of(line.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo(message + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void a_method_is_a_page_and_its_json_holds_chapters_and_published_figures() {
    assertThat(CommandLineRun.of("methods", "recu").out())
        .contains("Formulas", "    schedule   epoch e of E:", "learned alpha", "Published figures");

    JsonNode recu = CommandLineRun.of("methods", "recu", "--json").json().path("methods").path(0);

    assertThat(recu.path("page").path("Idea").asText()).contains("dead");
    assertThat(recu.path("published"))
        .anySatisfy(
            figure -> {
              assertThat(figure.path("network").asText()).startsWith("ResNet-20");
              assertThat(figure.path("top-1").asDouble()).isEqualTo(87.4);
              assertThat(figure.path("confidence").asText()).isEqualTo("confirmed");
            });
  }

  @Test
  void a_part_is_drawn_into_a_file() {
    Path picture = folder.resolve("recu.svg");

    assertThat(CommandLineRun.of("probe", "recu", "--role", "weight", "--plot", "" + picture).out())
        .isEqualTo("drawn to " + picture + System.lineSeparator());
    assertThat(picture).content().contains("<svg", "recu · weight", "τ 0.85", "</svg>");
  }

  @Test
  void an_unknown_model_is_answered_with_the_nearest_one() {
    CommandLineRun run = CommandLineRun.of("summary", "resnet2");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("unknown network \"resnet2\"; did you mean \"resnet20\"?");
  }

  @Test
  void parts_tell_where_they_fit() {
    JsonNode parts = CommandLineRun.of("methods", "--parts", "--json").json().path("parts");

    JsonNode ede =
        StreamSupport.stream(parts.spliterator(), false)
            .filter(part -> part.path("name").asText().equals("ede"))
            .findFirst()
            .orElseThrow();
    assertThat(ede.path("places").toString())
        .isEqualTo("[\"activations.estimator\",\"weights.estimator\"]");
    assertThat(ede.path("options"))
        .extracting(option -> option.path("name").asText())
        .containsExactly("tStart", "tEnd");
    assertThat(CommandLineRun.of("methods", "--parts").out())
        .contains("weights.normalizer", "rectified-clamp", "convolutions.output")
        .contains("clipped-gradient");
  }

  @Test
  void models_tell_input_classes_and_options() {
    JsonNode models = CommandLineRun.of("models", "--json").json().path("models");

    assertThat(models).extracting(model -> model.path("id").asText()).contains("resnet20");
    JsonNode resnet20 = byId(models, "resnet20");
    assertThat(resnet20.path("input").toString()).isEqualTo("[3,32,32]");
    assertThat(resnet20.path("classes").asInt()).isEqualTo(10);
    assertThat(resnet20.path("options"))
        .extracting(option -> option.path("name").asText())
        .contains("shortcuts", "widths");
    assertThat(CommandLineRun.of("models").out()).contains("resnet20", "meliusnet59");
    assertThat(CommandLineRun.of("models", "resnet20").out()).contains("widths", "16,32,64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"datasets", "data list"})
  void data_sets_are_listed_under_both_names(String command) {
    assertThat(CommandLineRun.of(command.split(" ")).out()).contains("cifar10", "shapes32");
    JsonNode datasets = CommandLineRun.of((command + " --json").split(" ")).json();
    JsonNode cifar10 = byId(datasets.path("datasets"), "cifar10");
    assertThat(cifar10.path("splits").path("train").asInt()).isEqualTo(50_000);
    assertThat(cifar10.path("files")).hasSize(6);
  }

  @Test
  void generated_images_need_no_verification() {
    CommandLineRun run = CommandLineRun.of("data", "verify", "shapes32");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("nothing to verify, its images are generated");
  }

  @Test
  void files_that_differ_or_are_missing_are_named_and_fail() throws IOException {
    Path batches = Files.createDirectories(folder.resolve("cifar-10-batches-bin"));
    Files.write(batches.resolve("data_batch_1.bin"), new byte[3073]);

    CommandLineRun run = CommandLineRun.of("data", "verify", "cifar10", "--data", "" + folder);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("differs  cifar-10-batches-bin/data_batch_1.bin (SHA-256 found ")
        .contains("missing  cifar-10-batches-bin/test_batch.bin")
        .contains("cifar10: of 6 files 0 as published, 1 different, 5 missing");
    JsonNode files =
        CommandLineRun.of("data", "verify", "cifar10", "--json", "--data", "" + folder)
            .json()
            .path("files");
    assertThat(files)
        .extracting(file -> file.path("state").asText())
        .containsExactlyInAnyOrder(
            "differs", "missing", "missing", "missing", "missing", "missing");
  }

  @Test
  void a_summary_counts_as_counting_rule_1_says() {
    CommandLineRun run = CommandLineRun.of("summary", "resnet20", "--json", "--params");

    JsonNode summary = run.json();
    assertThat(summary.path("model").asText()).isEqualTo("resnet20");
    assertThat(summary.path("input").toString()).isEqualTo("[3,32,32]");
    JsonNode totals = summary.path("totals");
    // 18 convolutions 3×3: 6·16·16 + 16·32 + 5·32·32 + 32·64 + 5·64·64, times 9.
    assertThat(totals.path("paramsBinary").asLong()).isEqualTo(267_264);
    // Stem, two for each channel of 20 normalizations, classifier.
    assertThat(totals.path("paramsFloat").asLong())
        .isEqualTo(432 + 2 * (7 * 16 + 6 * 32 + 7 * 64) + 650);
    assertThat(totals.path("flops").asLong()).isEqualTo(432 * 1024);
    assertThat(totals.path("bops").asLong()).isEqualTo(16 * 2_359_296 + 2 * 1_179_648);
    assertThat(totals.path("ops").asDouble()).isEqualTo(442_368 + 40_108_032 / 64.0);
    assertThat(totals.path("classifierMacs").asLong()).isEqualTo(640);
    assertThat(totals.path("sizeMb").asDouble())
        .isEqualTo((4.0 * totals.path("paramsFloat").asLong() + 267_264 / 8.0) / (1 << 20));
  }

  @Test
  void the_parameters_of_a_summary_add_up_to_its_totals() {
    JsonNode summary =
        CommandLineRun.of("summary", "resnet20", "--method", "recu", "--json", "--params").json();

    long binary = 0;
    long real = 0;
    for (JsonNode parameter : summary.path("params")) {
      long size = 1;
      for (JsonNode side : parameter.path("shape")) {
        size *= side.asLong();
      }
      binary += parameter.path("bits").asInt() == 1 ? size : 0;
      real += parameter.path("bits").asInt() == 32 ? size : 0;
    }
    assertThat(binary).isEqualTo(summary.path("totals").path("paramsBinary").asLong());
    assertThat(real).isEqualTo(summary.path("totals").path("paramsFloat").asLong());
    assertThat(summary.path("params").path(0).path("name").asText()).isEqualTo("stem.conv.weight");
  }

  @Test
  void a_summary_follows_bits_options_input_and_classes() {
    CommandLineRun run =
        CommandLineRun.of(
            ("summary resnet20 --bits 1/32 --option widths=8,16,32 --option blocks=1"
                    + " --input 1x28x28 --classes 7")
                .split(" "));

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("resnet20 · method bnn · input 1x28x28", "8x28x28", "1/32", "3x3 /2 +1")
        .contains("binary MACs (BOPs)                  0")
        .contains("× as much");
  }

  private static JsonNode byId(JsonNode list, String id) {
    for (JsonNode item : list) {
      if (item.path("id").asText().equals(id)) {
        return item;
      }
    }
    throw new AssertionError("no " + id + " in " + list);
  }
}

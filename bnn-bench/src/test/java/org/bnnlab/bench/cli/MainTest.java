package org.bnnlab.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.Rows;
import org.bnnlab.bench.recipe.RecipeException;
import org.bnnlab.data.DataException;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);

  @TempDir Path folder;

  private int bnn(String... arguments) {
    return Main.commandLine(console).execute(arguments);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "",
        "methods --help",
        "tables --help",
        "leaderboard --help",
        "doctor --help",
        "test --help",
        "completion --help"
      })
  void help_goes_to_stdout(String line) {
    assertThat(bnn(line.isEmpty() ? new String[0] : line.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: bnn");
    assertThat(err.toString()).isEmpty();
  }

  static Stream<CommandLine> commands() {
    CommandLine bnn =
        Main.commandLine(
            new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                false,
                false));
    return bnn.getSubcommands().values().stream()
        .flatMap(
            command ->
                Stream.concat(Stream.of(command), command.getSubcommands().values().stream()));
  }

  /** Lists of commands show the first line of a description alone. */
  @ParameterizedTest
  @MethodSource("commands")
  void the_first_line_about_a_command_is_a_sentence(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().description()[0]).endsWith(".");
  }

  @Test
  void the_version_names_what_results_depend_on() {
    assertThat(bnn("--version")).isZero();
    assertThat(out.toString()).contains("BNN Lab ", "DJL ", "libtorch ", "JDK 25");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          methds         | unknown command "methds"; did you mean "methods"? (bnn --help lists all)
          methods --jsn  | unknown option "--jsn" of bnn methods; did you mean "--json"? (bnn methods --help lists all)
          methods a b    | bnn methods takes no further argument, found "b" (bnn methods --help shows the usage)
          completion fish | invalid value for positional parameter at index 0 (SHELL): expected one of [bash, zsh] (case-sensitive) but was 'fish' (bnn completion --help shows the usage)
          """)
  void wrong_usage_is_one_line_and_status_2(String line, String message) {
    assertThat(bnn(line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isEqualTo(message + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void an_unknown_method_is_answered_with_the_nearest_one() {
    assertThat(bnn("methods", "recuu")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("unknown method \"recuu\"; did you mean \"recu\"? (bnn methods lists all ")
        .hasLineCount(1);
  }

  @Test
  void methods_are_a_table_of_parts() {
    assertThat(bnn("methods")).isZero();
    assertThat(out.toString().lines().findFirst().orElseThrow())
        .startsWith(" part")
        .contains(" float ", " bnn ");
    assertThat(out.toString())
        .contains("irnet", "recu", "before the activation sign", "rectified clamp");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_method_has_a_page() {
    assertThat(bnn("methods", "recu")).isZero();
    assertThat(out.toString())
        .contains("ReCU: Reviving the Dead Weights", "arXiv:2103.12369", "tauStart", "0.85")
        .contains("Where paper and official code differ:");
  }

  @Test
  void methods_and_tables_have_a_json_form() throws IOException {
    assertThat(bnn("methods", "--json")).isZero();
    assertThat(json().path("methods"))
        .extracting(node -> node.path("id").asText())
        .contains("bnn", "float", "recu");
    out.getBuffer().setLength(0);
    assertThat(bnn("tables", "--json")).isZero();
    assertThat(json().path("tables"))
        .extracting(node -> node.path("id").asText())
        .contains("quickstart", "recu-cifar10");
  }

  @Test
  void tables_are_listed_and_one_is_shown_with_deviations_and_figures_of_others() {
    assertThat(bnn("tables")).isZero();
    assertThat(out.toString()).contains("meliusnet-imagenet", "IR-Net (CVPR 2020) on CIFAR-10");
    out.getBuffer().setLength(0);
    assertThat(bnn("tables", "irnet-imagenet")).isZero();
    assertThat(out.toString())
        .contains("resnet18 is not quite what was published:", "  - the settings name crop size")
        .contains("Published by others, not run here:", "Bi-Real Net");
    out.getBuffer().setLength(0);
    assertThat(bnn("tables", "--figures")).isZero();
    assertThat(out.toString()).contains("cifar10/resnet20-double/recu");
  }

  @Test
  void every_fault_of_a_recipe_is_reported_at_once_with_status_2() throws IOException {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(
        file,
        """
        method: { id: recu, bits: 2/2, options: { taustart: 0.5 } }
        network: { id: resnet20, widths: wide }
        data: { set: cifr10, train: [mirror, flip(2)], normalize: imagenette, images: many }
        train:
          epochs: -1
          batch: 0
          optimizer: sgd(lr: -0.1, momentum: 2)
          schedule: cosin
          loss: kl
          teacher: { recipe: nowhere }
        seeds: [1, 1, one]
        published: { top1: 187, confidence: sure }
        versoin: 2
        """);

    assertThat(bnn("train", file.toString())).isEqualTo(2);

    assertThat(err.toString())
        .contains("wrong.yaml: ", "nothing was run")
        .contains("line 1: ", "did you mean \"tauStart\"?", "line 2: ", "did you mean \"cifar10\"?")
        .contains("line 3: ", "line 5: ", "line 6: ", "line 7: ", "line 8: ", "line 9: ")
        .contains("line 10: ", "line 11: ", "line 12: ", "did you mean \"version\"?");
    assertThat(err.toString().lines().filter(line -> line.startsWith("  line ")))
        .hasSizeGreaterThan(17);
  }

  @Test
  void the_leaderboard_is_rebuilt_from_the_ledger() throws IOException {
    Ledger ledger = new Ledger(folder.resolve("ledger.jsonl"));
    ledger.append(Rows.of("float", 1, 97.9).row());
    ledger.append(Rows.of("recu", 1, 91.4).row());

    assertThat(bnn("leaderboard", "--out", folder.toString())).isZero();

    assertThat(out.toString()).contains("23× smaller, −6.5 points", "Page: ");
    assertThat(folder.resolve("leaderboard").resolve("index.html")).exists();
    assertThat(folder.resolve("leaderboard").resolve("leaderboard.csv")).exists();
    out.getBuffer().setLength(0);
    assertThat(bnn("leaderboard", "--json", "--out", folder.toString())).isZero();
    JsonNode first = json().path("leaderboards").path(0).path("standings").path(0);
    assertThat(first.path("method").asText()).isEqualTo("float");
    assertThat(first.path("top1Last").path("mean").asDouble()).isEqualTo(97.9);
    assertThat(first.path("top1Last").path("deviation").isNull()).isTrue();
  }

  @Test
  void an_empty_leaderboard_says_how_to_fill_it() {
    assertThat(bnn("leaderboard", "--out", folder.resolve("none").toString())).isZero();
    assertThat(err.toString()).contains("bnn bench makes some");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--reduction|3|reduction is one of 1, 2, 4, 8, found 3",
        "--epochs|0|epochs must be at least 1, found 0"
      })
  void a_number_that_no_experiment_has_is_wrong_usage(String option, String value, String fault) {
    assertThat(bnn("train", "cifar10/recu-resnet20", option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(fault).doesNotContain("should not happen");
  }

  @Test
  void the_doctor_says_how_to_get_the_faster_jpeg_decoder() {
    DoctorCommand.Finding slow = DoctorCommand.jpegDecoder(JpegDecoder.ofTheJdk());

    assertThat(slow.state()).isEqualTo(DoctorCommand.State.NOTE);
    assertThat(slow.found()).startsWith("JDK: ");
    assertThat(slow.mend()).startsWith("install libturbojpeg0 (Debian, Ubuntu)");
  }

  @Test
  void the_doctor_finds_what_is_missing_and_how_to_mend_it() throws IOException {
    assertThat(bnn("doctor", "--json")).isZero();
    assertThat(json().path("doctor"))
        .extracting(node -> node.path("what").asText())
        .contains("JDK", "memory", "tensor engine", "methods", "JPEG decoder", "data", "results");

    Path file = Files.writeString(folder.resolve("file"), "in the way");
    out.getBuffer().setLength(0);
    assertThat(bnn("doctor", "--out", file.toString(), "--data", file.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("choose a folder with --out DIR", "name the folder");
  }

  @Test
  void completion_is_a_script_that_knows_the_commands() {
    assertThat(bnn("completion", "bash")).isZero();
    assertThat(out.toString()).startsWith("#!").contains("methods", "leaderboard");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new FaultException(List.of("one", "two")), 2, "one\ntwo\n"),
        arguments(
            new RecipeException("mine.yaml", List.of("line 1: wrong")),
            2,
            "mine.yaml: 1 fault\n  line 1: wrong\nnothing was run\n"),
        arguments(new DataException("folder", List.of("truncated")), 1, "folder: truncated\n"),
        arguments(new NoSuchFileException("x.npz"), 1, "there is no x.npz\n"),
        arguments(
            new UncheckedIOException("a.yaml cannot be read", new IOException("disk full")),
            1,
            "a.yaml cannot be read: disk full\n"),
        arguments(
            new IllegalStateException("oops"),
            1,
            """
            bnn failed: java.lang.IllegalStateException: oops
            this should not happen; --verbose shows where
            """));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failures_are_told_without_a_stack_trace(Exception failure, int status, String message) {
    assertThat(new Failures(console, false).report(failure)).isEqualTo(status);
    assertThat(err.toString().replace("\r\n", "\n")).isEqualTo(message);
  }

  @Test
  void verbose_adds_the_stack_trace() {
    assertThat(new Failures(console, true).report(new IllegalStateException("oops"))).isEqualTo(1);
    assertThat(err.toString()).contains("at org.bnnlab.bench.cli.MainTest");
    assertThat(bnn("methods", "recuu", "--verbose")).isEqualTo(2);
    assertThat(err.toString()).contains("at org.bnnlab.api.method.Methods");
  }
}

package org.bnnlab.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.SharedFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodPagesTest {

  /** Methods whose papers' tables could not be read. */
  private static final Set<String> WITHOUT_FIGURES = Set.of("bisnn", "classcentres", "sslpruning");

  private static final Path PAGES = Path.of("..", "docs", "methods");
  private static final String MEND = "write it anew: ./bnn methods --pages docs/methods";
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  @TempDir Path folder;

  static Stream<Method> methods() {
    Methods methods = Methods.load();
    return methods.descriptors().stream()
        .map(MethodDescriptor::id)
        .map(id -> methods.create(id, Map.of(), null));
  }

  @Test
  void pages_and_index_say_what_the_code_says() throws IOException {
    new PageFolder(PAGES)
        .texts(methods().toList())
        .forEach((file, text) -> assertThat(file).as(MEND).hasContent(text));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void curves_are_those_of_the_code(Method method) throws IOException {
    for (Map.Entry<Path, String> picture : new PageFolder(PAGES).pictures(method).entrySet()) {
      assertThat(picture.getKey()).as(MEND).exists();
      String drawn = Files.readString(picture.getKey());
      assertThat(NUMBER.matcher(drawn).replaceAll("#"))
          .as("%s: %s", picture.getKey(), MEND)
          .isEqualTo(NUMBER.matcher(picture.getValue()).replaceAll("#"));
      // Another processor may round the last digit of a place otherwise.
      assertThat(numbers(drawn))
          .as("%s: %s", picture.getKey(), MEND)
          .usingElementComparator((a, b) -> Math.abs(a - b) < 0.25 ? 0 : Double.compare(a, b))
          .isEqualTo(numbers(picture.getValue()));
    }
  }

  private static List<Double> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    Matcher found = NUMBER.matcher(text);
    while (found.find()) {
      numbers.add(Double.valueOf(found.group()));
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void every_method_is_told_in_the_same_chapters(Method method) {
    MethodPage page = MethodPage.of(method);

    assertThat(page.chapters().keySet())
        .containsSubsequence(
            "Idea", "Formulas", "Parts", "Paper and code", "Options", "Recipe", "Published figures")
        .doesNotContain("");
    assertThat(page.chapters().get("Formulas")).contains("forward", "backward", "schedule");
    assertThat(page.lines(false)).noneMatch(line -> line.contains("<!--") || line.contains("**"));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void published_figures_are_those_of_the_collected_list(Method method) throws IOException {
    String collected = Files.readString(SharedFolder.require("published/results.csv"));
    List<String> rows = collected.lines().map(row -> row.replace("\"", "")).toList();

    List<Map<String, String>> figures = MethodPage.of(method).published();

    assertThat(figures.isEmpty()).isEqualTo(WITHOUT_FIGURES.contains(method.descriptor().id()));
    for (Map<String, String> figure : figures) {
      List<String> cells =
          List.of(
              cell(figure, "dataset"),
              cell(figure, "network"),
              cell(figure, "variant"),
              cell(figure, "bits").replace('/', ','),
              cell(figure, "top-1"),
              cell(figure, "top-5"),
              cell(figure, "source"),
              cell(figure, "confidence"));
      assertThat(rows).contains(String.join(",", cells));
    }
  }

  private static String cell(Map<String, String> figure, String title) {
    String cell = figure.getOrDefault(title, "missing");
    return cell.equals("–") ? "" : cell;
  }

  @Test
  void a_method_without_a_page_gets_one_of_parts_options_and_deviations() throws IOException {
    Method method =
        methods().filter(one -> one.descriptor().id().equals("recu")).findFirst().orElseThrow();

    List<Path> written = new PageFolder(folder).write(List.of(method));

    assertThat(written)
        .containsExactly(
            folder.resolve("recu.md"),
            folder.resolve("curves/recu-weight.svg"),
            folder.resolve("curves/recu-activation.svg"));
    String page = Files.readString(folder.resolve("recu.md"));
    assertThat(page)
        .startsWith("# recu\n")
        .contains("| weight normalizer | rectified clamp (start 0.85, end 0.99) |")
        .contains("| tauEnd | 0.99 | τ that the schedule approaches |");

    Files.writeString(folder.resolve("recu.md"), page.replace("0.85", "1") + "\nby hand\n");
    new PageFolder(folder).write(List.of(method));
    assertThat(folder.resolve("recu.md")).hasContent(page + "\nby hand\n");
  }

  @Test
  void a_block_that_nobody_knows_is_an_error() {
    Method method = methods().findFirst().orElseThrow();

    assertThatThrownBy(
            () -> MethodPage.filled(method, "my.md", "<!-- generated: partz -->\n<!-- end -->\n"))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "unknown block \"partz\" in my.md; one of: head, parts, deviations, options, curves");
  }

  @Test
  void tables_keep_bars_and_wrap_their_last_column() {
    String table =
        Markdown.table(List.of("a", "b"), List.of(List.of("mean|w|", "word ".repeat(40).strip())));

    assertThat(table.lines().toList().get(2)).startsWith("| mean\\|w\\| | word word");
    List<String> lines = new TerminalText(false).lines(table);
    assertThat(lines.get(1)).startsWith(" mean|w|  word");
    assertThat(lines).hasSize(4).allMatch(line -> line.length() <= 100);
    assertThat(String.join("", lines).split("word", -1)).hasSize(41);
  }
}

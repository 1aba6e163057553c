package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bnnlab.api.method.Bits;
import org.bnnlab.bench.SharedFolder;
import org.junit.jupiter.api.Test;

class PublishedFiguresTest {

  private static final Map<String, PublishedFigure> FIGURES = PublishedFigures.load();
  private static final RecipeBook BOOK = RecipeBook.installed(Vocabulary.installed());

  @Test
  void every_figure_says_where_it_stands() {
    assertThat(FIGURES).hasSizeGreaterThan(300);
    for (PublishedFigure figure : FIGURES.values()) {
      assertThat(figure.id()).matches("(cifar10|cifar100|imagenet|mnist)(/[a-z0-9._-]+){2}");
      assertThat(figure.bits()).as(figure.id()).matches("\\d+/[\\d.]+");
      assertThat(figure.published().source()).as(figure.id()).isNotBlank();
      assertThat(figure.published().top1()).as(figure.id()).isBetween(1.0, 100.0);
      assertThat(figure.published().confidence())
          .as(figure.id())
          .isIn("confirmed", "readme", "memory");
    }
  }

  /** Of several sources of one figure the best is kept, so only value and bits are compared. */
  @Test
  void every_collected_figure_is_there() throws IOException {
    List<String> missing = new ArrayList<>();
    List<String> lines = Files.readAllLines(SharedFolder.require("published/results.csv"));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      String bits = cells.get(3) + "/" + cells.get(4);
      boolean there =
          cells.get(5).isEmpty()
              || FIGURES.values().stream()
                  .filter(figure -> figure.bits().equals(bits))
                  .filter(figure -> figure.dataset().equals(dataset(cells.get(0))))
                  .anyMatch(
                      figure ->
                          Math.abs(figure.published().top1() - Double.parseDouble(cells.get(5)))
                              <= rounding(cells.get(5)));
      if (!there) {
        missing.add(line);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static double rounding(String figure) {
    int point = figure.indexOf('.');
    int digits = point < 0 ? 0 : figure.length() - point - 1;
    return 0.5000001 * Math.pow(10, -digits);
  }

  private static String dataset(String name) {
    return name.replace("-", "").toLowerCase(java.util.Locale.ROOT);
  }

  /** A line of the collection: commas inside quotes separate nothing. */
  private static List<String> cells(String line) {
    return Stream.of(line.split(",(?=([^\"]*\"[^\"]*\")*[^\"]*$)", -1))
        .map(cell -> cell.replace("\"", ""))
        .toList();
  }

  @Test
  void a_row_and_its_figure_have_the_same_bits() {
    Set<String> known = FIGURES.keySet();
    for (Table table : BOOK.tables()) {
      assertThat(known).containsAll(table.others().stream().map(PublishedFigure::id).toList());
      for (Recipe recipe : table.recipes()) {
        Published published = recipe.published();
        if (published != null) {
          Bits bits = recipe.method().create().bits();
          assertThat(FIGURES.values())
              .as(recipe.id())
              .anyMatch(
                  figure ->
                      figure.published().source().equals(published.source())
                          && figure.published().top1() == published.top1()
                          && figure.bits().equals(bits.toString()));
        }
      }
    }
  }

  @Test
  void every_paper_has_its_tables() {
    assertThat(BOOK.tableIds())
        .contains(
            "recu-cifar10",
            "recu-imagenet",
            "irnet-cifar10",
            "irnet-imagenet",
            "sdbnn-cifar10",
            "sdbnn-imagenet",
            "birealnet-imagenet",
            "reactnet-imagenet",
            "bnfree-cifar10",
            "bnfree-cifar100",
            "bnfree-imagenet",
            "meliusnet-imagenet",
            "binarydensenet-cifar10",
            "binarydensenet-imagenet",
            "noisysup-cifar10",
            "noisysup-imagenet",
            "unbalanced-cifar10",
            "unbalanced-imagenet",
            "xnornet-imagenet",
            "weight-only-cifar10",
            "weight-only-imagenet",
            "bayesbinn-mnist",
            "bayesbinn-cifar10",
            "bayesbinn-cifar100",
            "s2bnn-cifar10",
            "s2bnn-cifar10-small",
            "s2bnn-imagenet",
            "sslpruning-cifar10",
            "sslpruning-cifar10-small");
  }
}

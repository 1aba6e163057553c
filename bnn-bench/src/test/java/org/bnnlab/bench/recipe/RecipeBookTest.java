package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeBookTest {

  private static final RecipeBook BOOK = RecipeBook.installed(Vocabulary.installed());

  @TempDir Path folder;

  @Test
  void the_index_lists_every_recipe_file() throws Exception {
    Path recipes = Path.of(RecipeBook.class.getResource("/recipes/index.txt").toURI()).getParent();
    List<String> files;
    try (Stream<Path> walk = Files.walk(recipes)) {
      files =
          walk.filter(file -> file.toString().endsWith(".yaml"))
              .map(file -> recipes.relativize(file).toString().replace('\\', '/'))
              .toList();
    }

    assertThat(Files.readAllLines(recipes.resolve("index.txt")))
        .containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void every_installed_recipe_and_table_is_sound() {
    assertThat(BOOK.tables()).extracting(Table::id).contains("quickstart", "recu-cifar10");
    assertThat(BOOK.recipeIds().stream().map(BOOK::recipe)).isNotEmpty();
  }

  @Test
  void the_quickstart_compares_float_bnn_and_recu_in_a_few_epochs() {
    Table quickstart = BOOK.table("quickstart");

    assertThat(quickstart.recipes())
        .extracting(recipe -> recipe.method().id())
        .containsExactly("float", "bnn", "recu");
    assertThat(quickstart.recipes())
        .allSatisfy(
            recipe -> {
              assertThat(recipe.data().set()).isEqualTo("shapes32");
              assertThat(recipe.data().images()).isEqualTo(6000);
              assertThat(recipe.training().epochs()).isEqualTo(5);
            });
  }

  @Test
  void recu_on_cifar10_is_the_published_recipe() {
    Recipe recipe = BOOK.table("recu-cifar10").recipes().getFirst();

    assertThat(recipe.training().epochs()).isEqualTo(600);
    assertThat(recipe.training().batch()).isEqualTo(256);
    assertThat(recipe.training().dropLast()).isFalse();
    assertThat(recipe.training().optimizer())
        .isEqualTo(
            new OptimizerSpec(
                "sgd",
                0.1,
                Map.of("momentum", 0.9, "dampening", 0.0, "nesterov", 0.0, "weightDecay", 5e-4),
                OptimizerSpec.ALL_ROLES));
    assertThat(recipe.training().schedule())
        .isEqualTo(new ScheduleSpec("cosine", Map.of("warmup", 5, "period", 0)));
    assertThat(recipe.published()).extracting(Published::top1).isEqualTo(87.4);
  }

  @Test
  void a_row_of_a_table_is_a_recipe_too() {
    assertThat(BOOK.recipe("quickstart/recu").id()).isEqualTo("quickstart/recu");
  }

  @Test
  void a_file_of_the_user_is_read_and_its_faults_name_it() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "method: recuu\n");

    assertThatThrownBy(() -> BOOK.recipe(file.toString()))
        .isInstanceOf(RecipeException.class)
        .hasMessageStartingWith(file + ": 4 faults\n  line 1: unknown method \"recuu\"");
  }

  @Test
  void a_file_that_is_no_text_is_refused_without_a_riddle() throws IOException {
    Path file = Files.write(folder.resolve("photo.yaml"), new byte[] {(byte) 0xff, (byte) 0xd8});

    assertThatThrownBy(() -> BOOK.recipe(file.toString()))
        .isInstanceOf(FaultException.class)
        .hasMessage(file + " is no recipe: it is not a text in UTF-8 (docs/recipes.md shows some)");
  }

  @Test
  void an_unknown_name_is_answered_with_the_nearest_one() {
    assertThatThrownBy(() -> BOOK.table("quickstat"))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "unknown table \"quickstat\"; did you mean \"quickstart\"? (bnn tables lists all; or"
                + " the name of a file)");
    assertThatThrownBy(() -> BOOK.recipe("quickstart"))
        .hasMessage(
            "recipes/quickstart.yaml is a table, not a recipe; bnn bench quickstart runs it");
  }
}

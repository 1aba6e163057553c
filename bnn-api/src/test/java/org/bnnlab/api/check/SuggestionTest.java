package org.bnnlab.api.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  private static final List<String> KNOWN = List.of("bnn", "float", "irnet", "recu", "xnornet");

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "recuu, recu",
    "reku, recu",
    "rec, recu",
    "ircnet, irnet",
    "xnor-net, xnornet",
    "bn, bnn",
    "flot, float"
  })
  void a_mistyped_word_finds_its_neighbour(String word, String neighbour) {
    assertThat(Suggestion.forUnknown(word, KNOWN))
        .isEqualTo("; did you mean \"" + neighbour + "\"?");
  }

  @ParameterizedTest
  @CsvSource({"resnet18", "q", "zz", "''", "completely-different"})
  void a_word_far_from_all_gets_no_suggestion(String word) {
    assertThat(Suggestion.forUnknown(word, KNOWN)).isEmpty();
  }

  @Test
  void nothing_is_suggested_where_nothing_is_known() {
    assertThat(Suggestion.forUnknown("recu", List.of())).isEmpty();
  }
}

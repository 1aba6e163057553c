package org.bnnlab.api.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {

  private static final List<OptionSpec> SPECS =
      List.of(
          OptionSpec.choice("scale", "who makes the scale", "learned", "computed"),
          OptionSpec.of("tau", 0.85, "start"),
          OptionSpec.of("blocks", 3, "blocks of a stage"),
          OptionSpec.of("affine", true, "learned factors"),
          OptionSpec.of("widths", List.of(16, 32, 64), "channels"),
          OptionSpec.of("stem", "plain", "free text"));

  @Test
  void what_is_not_given_has_its_default() {
    Options options = Options.resolve("method x", SPECS, Map.of());

    assertThat(options.text("scale")).isEqualTo("learned");
    assertThat(options.number("tau")).isEqualTo(0.85);
    assertThat(options.integer("blocks")).isEqualTo(3);
    assertThat(options.flag("affine")).isTrue();
    assertThat(options.integers("widths")).containsExactly(16, 32, 64);
    assertThat(options.values().keySet())
        .containsExactly("scale", "tau", "blocks", "affine", "widths", "stem");
  }

  @Test
  void given_values_of_the_right_type_are_taken() {
    Options options =
        Options.resolve(
            "method x",
            SPECS,
            Map.of(
                "scale",
                "computed",
                "tau",
                1,
                "blocks",
                5,
                "affine",
                false,
                "widths",
                List.of(4),
                "stem",
                "anything"));

    assertThat(options.text("scale")).isEqualTo("computed");
    assertThat(options.number("tau")).as("an integer where a decimal is declared").isEqualTo(1.0);
    assertThat(options.integer("blocks")).isEqualTo(5);
    assertThat(options.flag("affine")).isFalse();
    assertThat(options.integers("widths")).containsExactly(4);
    assertThat(options.text("stem")).isEqualTo("anything");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("scale", 1, "method x: option scale takes a word, found 1"),
        Arguments.of(
            "scale",
            "lerned",
            "method x: option scale is one of learned, computed, found \"lerned\"; did you mean"
                + " \"learned\"?"),
        Arguments.of("tau", "high", "method x: option tau takes a number, found high"),
        Arguments.of("blocks", 2.5, "method x: option blocks takes an integer, found 2.5"),
        Arguments.of("affine", "yes", "method x: option affine takes true or false, found yes"),
        Arguments.of("widths", 16, "method x: option widths takes a list of integers, found 16"),
        Arguments.of(
            "widths",
            Arrays.asList(16, "32"),
            "method x: option widths takes a list of integers, found [16, 32]"),
        Arguments.of(
            "taus",
            0.9,
            "method x has no option \"taus\"; did you mean \"tau\"? (it has: scale, tau, blocks,"
                + " affine, widths, stem)"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_names_owner_rule_and_value(String name, Object value, String message) {
    assertThatThrownBy(() -> Options.resolve("method x", SPECS, Map.of(name, value)))
        .isInstanceOf(FaultException.class)
        .hasMessage(message);
  }

  @Test
  void all_faults_are_reported_at_once() {
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("tau", "high");
    given.put("scale", "none");
    given.put("depth", 20);
    given.put("width", 16);

    FaultException faults =
        catchThrowableOfType(
            FaultException.class, () -> Options.resolve("network y", SPECS, given));

    assertThat(faults.faults())
        .containsExactlyInAnyOrder(
            "network y: option tau takes a number, found high",
            "network y: option scale is one of learned, computed, found \"none\"",
            "network y has no option \"depth\" (it has: scale, tau, blocks, affine, widths, stem)",
            "network y has no option \"width\"; did you mean \"widths\"? (it has: scale, tau,"
                + " blocks, affine, widths, stem)");
    assertThat(faults.getMessage().split("; (?=network)")).hasSize(4);
  }

  @Test
  void an_owner_without_options_says_so() {
    assertThatThrownBy(() -> Options.resolve("method float", List.of(), Map.of("tau", 1)))
        .hasMessage("method float has no option \"tau\" (it has: none)");
  }

  @Test
  void asking_for_an_option_that_was_not_declared_is_an_error() {
    Options options = Options.resolve("method x", SPECS, Map.of());

    assertThatThrownBy(() -> options.number("beta")).hasMessage("option beta was not declared");
  }

  @Test
  void a_default_of_an_unsupported_type_is_refused() {
    assertThatThrownBy(() -> OptionSpec.of("rate", 0.1f, "a float"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("option rate: unsupported type Float");
  }

  @Test
  void the_first_choice_is_the_default() {
    assertThat(SPECS.getFirst().defaultValue()).isEqualTo("learned");
    assertThat(SPECS.getFirst().choices()).containsExactly("learned", "computed");
  }
}

package org.bnnlab.api.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.option.OptionSpec;
import org.junit.jupiter.api.Test;

class PartsTest {

  private record Window(double width) implements GradientEstimator {
    @Override
    public NDArray derivative(NDArray x, LayerContext layer) {
      return x.onesLike();
    }
  }

  private static final NamedPart WINDOW =
      NamedPart.estimator("window", "a window", options -> window(options.number("width")))
          .with(OptionSpec.of("width", 1.0, "its width"));

  private final Parts parts =
      Parts.of(
          List.of(
              () ->
                  List.of(
                      WINDOW,
                      NamedPart.normalizer(
                          "plain", "nothing", options -> new Normalizer.Identity()),
                      NamedPart.binarizer("plain", "the sign", options -> new Sign()))));

  private static GradientEstimator window(double width) {
    if (width <= 0) {
      throw new IllegalArgumentException("width must be above 0, found " + width);
    }
    return new Window(width);
  }

  @Test
  void a_part_is_made_with_its_options() {
    assertThat(parts.make(Place.WEIGHT_ESTIMATOR, "window", Map.of())).isEqualTo(new Window(1));
    assertThat(parts.make(Place.ACTIVATION_ESTIMATOR, "window", Map.of("width", 2)))
        .isEqualTo(new Window(2));
  }

  @Test
  void one_name_may_serve_several_places() {
    assertThat(parts.make(Place.WEIGHT_NORMALIZER, "plain", Map.of()))
        .isEqualTo(new Normalizer.Identity());
    assertThat(parts.make(Place.WEIGHT_BINARIZER, "plain", Map.of())).isEqualTo(new Sign());
    assertThat(parts.at(Place.WEIGHT_ESTIMATOR)).containsExactly(WINDOW);
  }

  @Test
  void an_unknown_name_is_answered_with_the_nearest_one() {
    assertThatThrownBy(() -> parts.find(Place.WEIGHT_ESTIMATOR, "windw"))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "weights.estimator: unknown part \"windw\"; did you mean \"window\"? (bnn methods"
                + " --parts lists all 1)");
  }

  @Test
  void a_name_in_the_wrong_place_is_answered_with_the_right_one() {
    assertThatThrownBy(() -> parts.find(Place.WEIGHT_NORMALIZER, "window"))
        .hasMessage(
            "weights.normalizer: \"window\" does not fit here, only as activations.estimator,"
                + " weights.estimator");
  }

  @Test
  void what_a_part_refuses_is_reported_under_its_name() {
    assertThatThrownBy(() -> parts.make(Place.WEIGHT_ESTIMATOR, "window", Map.of("width", -1)))
        .isInstanceOf(FaultException.class)
        .hasMessage("window: width must be above 0, found -1.0");
  }

  @Test
  void two_parts_of_one_name_in_one_place_are_a_fault() {
    PartProvider twice = () -> List.of(WINDOW, WINDOW);

    assertThatThrownBy(() -> Parts.of(List.of(twice)))
        .isInstanceOfSatisfying(
            FaultException.class,
            e ->
                assertThat(e.faults())
                    .containsExactlyInAnyOrder(
                        "two parts for weights.estimator on the class path are called \"window\"",
                        "two parts for activations.estimator on the class path are called"
                            + " \"window\""));
  }

  @Test
  void every_place_has_a_path_of_its_own() {
    assertThat(List.of(Place.values()))
        .extracting(Place::path)
        .doesNotHaveDuplicates()
        .contains("weights.estimator", "activations.estimator");
  }
}

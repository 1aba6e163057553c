package org.bnnlab.api.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.training.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodsTest {

  private final Methods methods = Methods.load();

  @Test
  void a_module_named_in_the_services_of_a_jar_is_found() {
    assertThat(methods.descriptors())
        .extracting(MethodDescriptor::id)
        .containsExactly("plugin", "twicebound");
    assertThat(methods.contains("plugin")).isTrue();
    assertThat(methods.contains("plugins")).isFalse();
    assertThat(methods.descriptor("plugin").title()).isEqualTo("A method of somebody else");
    assertThat(methods.descriptor("plugin").year()).isEqualTo(2026);
    assertThat(methods.descriptor("plugin").deviations()).containsExactly("none known");
  }

  @Test
  void a_method_has_its_own_parts_and_the_defaults_of_the_rest() {
    Method method = methods.create("plugin", Map.of(), null);

    assertThat(method.bits()).isEqualTo(new Bits(1, 32)).hasToString("1/32");
    assertThat(method.weightBinarizer()).isInstanceOf(Plugin.OwnSign.class);
    assertThat(method.weightEstimator()).isEqualTo(new Plugin.Window(1));
    assertThat(method.padding()).isEqualTo(Padding.Value.MINUS_ONE);
    assertThat(method.nodes(Slot.ACTIVATION)).hasToString("ReLU");
    assertThat(method.weightNormalizer()).isEqualTo(new Normalizer.Identity());
    assertThat(method.activationEstimator()).isEqualTo(new GradientEstimator.Identity());
    assertThat(method.nodes(Slot.NORMALIZATION)).hasToString("batch norm");
    assertThat(method.nodes(Slot.BEFORE_SIGN)).hasToString("–");
    assertThat(method.objective()).isEqualTo(new Objective.CrossEntropy());
    assertThat(method.shortcutBits()).isEqualTo(32);
    assertThat(method.stemBits()).isEqualTo(32);
    assertThat(method.optimizer()).isEmpty();
    assertThat(method.learningRule()).isEmpty();
    assertThat(method.quantities(TrainingProgress.ofEpoch(0, 1))).isEmpty();
  }

  @Test
  void options_and_bits_reach_the_module() {
    Method method = methods.create("plugin", Map.of("threshold", 1.3), Bits.BINARY);

    assertThat(method.weightEstimator()).isEqualTo(new Plugin.Window(1.3));
    assertThat(method.bits()).isEqualTo(Bits.BINARY);
    assertThat(method.shortcutBits()).isEqualTo(1);
    assertThat(method.options().number("threshold")).isEqualTo(1.3);
  }

  @Test
  void two_methods_of_one_module_do_not_share_options() {
    Method first = methods.create("plugin", Map.of("threshold", 2), null);
    Method second = methods.create("plugin", Map.of(), null);

    assertThat(first.weightEstimator()).isEqualTo(new Plugin.Window(2));
    assertThat(second.weightEstimator()).isEqualTo(new Plugin.Window(1));
  }

  @Test
  void an_unknown_id_gets_a_suggestion() {
    assertThatThrownBy(() -> methods.create("plugn", Map.of(), null))
        .isInstanceOf(FaultException.class)
        .hasMessage("unknown method \"plugn\"; did you mean \"plugin\"? (bnn methods lists all 2)");
    assertThatThrownBy(() -> methods.descriptor("resnet20"))
        .hasMessage("unknown method \"resnet20\" (bnn methods lists all 2)");
  }

  @Test
  void every_fault_of_the_options_is_reported() {
    FaultException faults =
        catchThrowableOfType(
            FaultException.class,
            () -> methods.create("plugin", Map.of("threshold", "wide", "tresholds", 1), null));

    assertThat(faults.faults())
        .containsExactlyInAnyOrder(
            "method plugin: option threshold takes a number, found wide",
            "method plugin has no option \"tresholds\"; did you mean \"threshold\"? (it has:"
                + " threshold)");
  }

  @Test
  void every_slot_that_is_filled_twice_is_named_with_both_parts() {
    FaultException faults =
        catchThrowableOfType(
            FaultException.class, () -> methods.create("twicebound", Map.of(), null));

    assertThat(faults.faults())
        .containsExactly(
            "method twicebound: slot \"weight binarizer\" is filled twice: by Sign[] and by"
                + " OwnSign[]",
            "method twicebound: slot \"after the add\" is filled twice: by hardtanh and by ReLU");
  }

  @Test
  void modules_that_share_an_id_and_modules_that_are_missing_are_reported_together(
      @TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(MethodModule.class.getName()),
        SameName.class.getName() + "\norg.example.Missing\n");

    FaultException faults = faultsOfLoading(folder);

    assertThat(faults.faults())
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("two modules on the class path are called \"plugin\": ")
                    .contains(Plugin.class.getName())
                    .contains(SameName.class.getName()))
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("a method on the class path cannot be loaded: ")
                    .contains("org.example.Missing"))
        .hasSize(2);
  }

  @Test
  void an_id_is_lower_case() {
    assertThatThrownBy(() -> MethodDescriptor.named("ReCU"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("method id must be lower case letters and digits, found \"ReCU\"");
  }

  @Test
  void bits_are_one_or_thirty_two() {
    assertThatThrownBy(() -> new Bits(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bits are 1 or 32, found 1/2");
  }

  /** What loading says with a further folder on the class path. */
  private static FaultException faultsOfLoading(Path folder) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      return catchThrowableOfType(FaultException.class, Methods::load);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

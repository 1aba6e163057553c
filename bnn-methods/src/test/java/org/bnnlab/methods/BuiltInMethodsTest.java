package org.bnnlab.methods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.bnnlab.api.binarization.Binarized.ScaleGradient;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.binarization.Sign;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.training.AfterStep;
import org.bnnlab.methods.baseline.LatentWeightClipping;
import org.bnnlab.methods.binarizer.MeanScaledSign;
import org.bnnlab.methods.estimator.ApproximateSign;
import org.bnnlab.methods.estimator.ClippedIdentity;
import org.bnnlab.methods.estimator.Polynomial;
import org.bnnlab.methods.recu.RectifiedClamp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInMethodsTest {

  private final Methods methods = Methods.load();

  @Test
  void the_float_baseline_binarizes_nothing() {
    Method method = methods.create("float", Map.of(), null);

    assertThat(method.bits()).isEqualTo(Bits.REAL);
    assertThat(method.nodes(Slot.ACTIVATION)).hasToString("ReLU");
    assertThat(method.afterStep()).isEqualTo(new AfterStep.Nothing());
  }

  @Test
  void the_plain_binary_network_clips_its_gradients_and_its_latent_weights() {
    Method method = methods.create("bnn", Map.of(), null);

    assertThat(method.bits()).isEqualTo(Bits.BINARY);
    assertThat(method.weightNormalizer()).isEqualTo(new Normalizer.Identity());
    assertThat(method.weightBinarizer()).isEqualTo(new Sign());
    assertThat(method.weightEstimator()).isEqualTo(new ClippedIdentity(1));
    assertThat(method.activationEstimator()).isEqualTo(new ClippedIdentity(1));
    assertThat(method.afterStep()).isEqualTo(new LatentWeightClipping(1));
    assertThat(method.nodes(Slot.ACTIVATION)).hasToString("hardtanh");
    assertThat(method.nodes(Slot.CONVOLUTION_OUTPUT)).hasToString("–");
  }

  @Test
  void recu_is_its_official_code_by_default() {
    Method method = methods.create("recu", Map.of(), null);

    assertThat(method.bits()).isEqualTo(Bits.BINARY);
    assertThat(method.weightNormalizer()).isEqualTo(new RectifiedClamp(0.85, 0.99));
    assertThat(method.weightBinarizer()).isEqualTo(new Sign());
    assertThat(method.weightEstimator()).isEqualTo(new GradientEstimator.Identity());
    assertThat(method.activationEstimator()).isEqualTo(new Polynomial());
    assertThat(method.nodes(Slot.BEFORE_SIGN)).hasToString("per-sample std (training only)");
    assertThat(method.nodes(Slot.CONVOLUTION_OUTPUT)).hasToString("learned alpha");
    assertThat(method.nodes(Slot.ACTIVATION)).hasToString("hardtanh");
    assertThat(method.afterStep()).isEqualTo(new AfterStep.Nothing());
    assertThat(method.quantities(TrainingProgress.ofEpoch(300, 600)).get("tau"))
        .isCloseTo(0.902856, within(5e-7));
    assertThat(method.descriptor().reference()).isEqualTo("arXiv:2103.12369");
  }

  @Test
  void recu_computes_its_scale_where_asked() {
    Method method = methods.create("recu", Map.of("scale", "computed", "tauStart", 0.9), null);

    assertThat(method.weightBinarizer()).isEqualTo(new MeanScaledSign(ScaleGradient.MULTIPLIES));
    assertThat(method.nodes(Slot.CONVOLUTION_OUTPUT)).hasToString("–");
    assertThat(method.weightNormalizer()).isEqualTo(new RectifiedClamp(0.9, 0.99));
  }

  @ParameterizedTest
  @CsvSource({"0.3", "1.5"})
  void a_tau_that_no_quantile_has_is_a_fault_of_the_recipe(double tau) {
    assertThatThrownBy(() -> methods.create("recu", Map.of("tauStart", tau), null))
        .isInstanceOf(FaultException.class)
        .hasMessage("method recu: τ must lie in 0.5..1, found tauStart %s and tauEnd 0.99", tau);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binarydensenet", "meliusnet"})
  void plain_signs_count_matching_bits_and_stop_gradients_beyond_a_threshold(String id) {
    Method method = methods.create(id, Map.of(), null);

    assertThat(method.weightNormalizer()).isEqualTo(new Normalizer.Identity());
    assertThat(method.weightBinarizer()).isEqualTo(new Sign());
    assertThat(method.weightEstimator()).isEqualTo(new GradientEstimator.Identity());
    assertThat(method.activationEstimator()).isEqualTo(new ClippedIdentity(1.3));
    assertThat(method.padding()).isEqualTo(Padding.Value.MINUS_ONE);
    assertThat(method.nodes(Slot.BEFORE_SIGN)).hasToString("–");
    assertThat(method.nodes(Slot.CONVOLUTION_OUTPUT)).hasToString("count of matching bits");
    assertThat(method.nodes(Slot.ACTIVATION)).hasToString("–");
    assertThat(method.afterStep()).isEqualTo(new AfterStep.Nothing());
  }

  @ParameterizedTest
  @ValueSource(strings = {"binarydensenet", "meliusnet"})
  void larqs_form_pads_with_zeros_and_keeps_latent_weights_within_the_threshold(String id) {
    Method method = methods.create(id, Map.of("form", "larq"), null);

    assertThat(method.weightEstimator()).isEqualTo(new ClippedIdentity(1.3));
    assertThat(method.afterStep()).isEqualTo(new LatentWeightClipping(1.3));
    assertThat(method.padding()).isEqualTo(Padding.Value.ZERO);
    assertThat(method.nodes(Slot.CONVOLUTION_OUTPUT)).hasToString("–");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, –, count of matching bits", "1, 32, ReLU, –", "32, 1, –, –"})
  void bits_are_counted_where_there_are_bits(
      int weights, int activations, String activation, String output) {
    Method method = methods.create("meliusnet", Map.of(), new Bits(weights, activations));

    assertThat(method.nodes(Slot.ACTIVATION)).hasToString(activation);
    assertThat(method.nodes(Slot.CONVOLUTION_OUTPUT)).hasToString(output);
  }

  @Test
  void approxsign_is_refused_where_its_slope_would_be_negative() {
    Map<String, ?> narrow = Map.of("gradient", "approxsign", "threshold", 1.0);
    assertThat(methods.create("binarydensenet", narrow, null).activationEstimator())
        .isEqualTo(new ApproximateSign(1));
    assertThatThrownBy(
            () -> methods.create("binarydensenet", Map.of("gradient", "approxsign"), null))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "method binarydensenet: the slope of approxsign is negative beyond 1, found threshold"
                + " 1.3; use threshold: 1");
  }
}

package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.part.NamedPart;
import org.bnnlab.api.part.Parts;
import org.bnnlab.api.part.Place;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.models.djl.PartProbe;
import org.bnnlab.tests.CoveringArray.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Named parts of different papers, bits and shortcuts in every pairwise combination: ResNet-20 of a
 * quarter of its width, three steps.
 */
class MixedPartsTest {

  private static final String OWN = "own";
  private static final int STEPS = 3;
  private static final Parts PARTS = Parts.load();
  private static final Methods METHODS = Methods.load();

  private static final List<Place> PLACES = List.of(Place.values());
  private static final List<Bits> BITS = List.of(Bits.BINARY, new Bits(1, 32), new Bits(32, 1));
  private static final List<String> SHORTCUTS = List.of("double", "normal");
  private static final List<String> DOWNSAMPLE =
      List.of("average-pool", "subsample", "convolution");

  private static final int BITS_FACTOR = PLACES.size();

  /** The parts of a place behind "the method's own". */
  private static List<String> names(Place place) {
    List<String> names = new ArrayList<>(List.of(OWN));
    PARTS.at(place).forEach(part -> names.add(part.name()));
    return names;
  }

  private static List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    PLACES.forEach(place -> sizes.add(names(place).size()));
    sizes.addAll(List.of(BITS.size(), SHORTCUTS.size(), DOWNSAMPLE.size()));
    return sizes;
  }

  /** A part of a sign where bits leave no sign. */
  private static boolean isSenseless(Pair pair) {
    return pair.right() == BITS_FACTOR
        && pair.leftValue() > 0
        && !PLACES.get(pair.left()).slot().isUsed(BITS.get(pair.rightValue()));
  }

  private static Method method(Bits bits, Map<Place, String> parts) {
    Map<Slot, Object> others = new EnumMap<>(Slot.class);
    parts.forEach((place, name) -> others.put(place.slot(), PARTS.make(place, name, Map.of())));
    return METHODS.create("bnn", Map.of(), bits).with(others);
  }

  static Stream<Arguments> rows() {
    return CoveringArray.rows(sizes(), MixedPartsTest::isSenseless).stream()
        .map(
            row -> {
              Map<Place, String> parts = new EnumMap<>(Place.class);
              for (int i = 0; i < PLACES.size(); i++) {
                if (row[i] > 0) {
                  parts.put(PLACES.get(i), names(PLACES.get(i)).get(row[i]));
                }
              }
              return Arguments.of(
                  BITS.get(row[BITS_FACTOR]),
                  SHORTCUTS.get(row[BITS_FACTOR + 1]),
                  DOWNSAMPLE.get(row[BITS_FACTOR + 2]),
                  parts);
            });
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource("rows")
  void a_mixture_trains_every_latent_weight_and_gives_exactly_scaled_signs(
      Bits bits, String shortcuts, String downsample, Map<Place, String> parts) {
    Method method = method(bits, parts);
    Map<String, Object> options =
        Map.of("widths", List.of(4, 8, 16), "shortcuts", shortcuts, "downsample", downsample);
    try (TinyTraining training = new TinyTraining(method, options, 4)) {
      for (int step = 0; step < STEPS; step++) {
        try (NDManager owner = training.manager.newSubManager()) {
          TrainingPass pass = training.step(owner, new TrainingProgress(0, 1, step, STEPS, 0, 1));

          assertThat(pass.loss()).isFinite();
          assertLatentWeightsLearn(pass.tensors(), bits);
        }
      }
      assertScaledSigns(training, method);
    }
  }

  private static void assertLatentWeightsLearn(List<TrainedTensor> tensors, Bits bits) {
    List<TrainedTensor> latent =
        tensors.stream().filter(tensor -> tensor.spec().kind() == ParameterKind.LATENT).toList();
    assertThat(latent).hasSize(bits.weights() == 1 ? 18 : 0);
    for (TrainedTensor tensor : latent) {
      double size = 0;
      for (float value : tensor.gradient().toFloatArray()) {
        size += Math.abs(value);
      }
      assertThat(size).as(tensor.name()).isFinite().isPositive();
    }
  }

  /** Behind the steps, with what was learned. */
  private static void assertScaledSigns(TinyTraining training, Method method) {
    Network network = training.executor.network();
    for (Node node : network.nodes()) {
      if (node.operation() instanceof Operation.Convolution o
          && o.weights() instanceof Weights.Binary) {
        NDArray latent = training.state.tensor(node.path() + ".weight");
        float[] weight =
            probe(training, method, node).weight(latent, latent).output().toFloatArray();
        int perChannel = weight.length / o.outputs();
        for (int i = 0; i < weight.length; i++) {
          float scale = Math.abs(weight[i / perChannel * perChannel]);
          assertThat(scale).as(node.path()).isFinite().isPositive();
          assertThat(Math.abs(weight[i])).as(node.path()).isEqualTo(scale);
        }
      }
    }
    if (method.bits().activations() == 1) {
      NDArray x = training.images(training.manager);
      float[] signs =
          new PartProbe(training.manager, method, TrainingProgress.ofEpoch(0, 1), Map.of())
              .activation(x, x)
              .output()
              .toFloatArray();
      for (float sign : signs) {
        assertThat(Math.abs(sign)).isEqualTo(1);
      }
    }
  }

  private static PartProbe probe(TinyTraining training, Method method, Node node) {
    Map<String, NDArray> learned = new LinkedHashMap<>();
    String prefix = node.path() + ".";
    training
        .state
        .tensors(StateStore.Kind.MODEL)
        .forEach(
            (name, tensor) -> {
              String shortName = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
              if (!shortName.isEmpty() && !shortName.contains(".") && !shortName.equals("weight")) {
                learned.put(shortName, tensor);
              }
            });
    return new PartProbe(training.manager, method, TrainingProgress.ofEpoch(0, 1), learned);
  }

  @Test
  void every_senseless_pair_is_refused_with_its_reason() {
    List<String> refused = new ArrayList<>();
    for (Bits bits : BITS) {
      for (Place place : PLACES) {
        for (NamedPart part : PARTS.at(place)) {
          if (place.slot().isUsed(bits)) {
            continue;
          }
          assertThatThrownBy(() -> method(bits, Map.of(place, part.name())))
              .isInstanceOf(FaultException.class)
              .hasMessageStartingWith(
                  "a part for \"%s\" has no effect".formatted(place.slot().title()))
              .hasMessageEndingWith("stay real at bits " + bits);
          refused.add(bits + place.path() + part.name());
        }
      }
    }
    assertThat(refused).hasSizeGreaterThan(20);
  }

  @Test
  void a_limit_of_gradient_values_is_no_slope_of_activations() {
    assertThatThrownBy(
            () -> method(Bits.BINARY, Map.of(Place.ACTIVATION_ESTIMATOR, "clipped-gradient")))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("does not fit here, only as weights.estimator");
  }

  @Test
  void the_array_covers_all_pairs_in_few_rows() {
    assertThat(rows().count())
        .isLessThan(120)
        .isGreaterThanOrEqualTo(
            (long) PARTS.at(Place.WEIGHT_ESTIMATOR).size()
                * PARTS.at(Place.ACTIVATION_ESTIMATOR).size());
  }
}

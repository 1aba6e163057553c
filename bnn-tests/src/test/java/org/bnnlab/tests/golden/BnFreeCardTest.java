package org.bnnlab.tests.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bnnlab.api.architecture.ResidualPosition;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepContext;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.methods.bnfree.AdaptiveGradientClipping;
import org.bnnlab.methods.objective.DistributionLoss;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.ReActBlocks;
import org.junit.jupiter.api.Test;

/** The worked examples for BN-free binary networks (Chen et al., 2021, arXiv 2104.08215). */
class BnFreeCardTest {

  private static final Offset<Float> SIX_DIGITS = within(1.5e-6f);

  private static final float[] WEIGHT = {0.5f, -0.3f, 0.8f, 0.2f, -0.4f, 0.1f, 0.6f, -0.9f};
  private static final float[] UPSTREAM = {0.1f, -0.2f, 0.3f, 0.4f, 0.5f, -0.6f, 0.7f, 0.8f};
  private static final float[] STANDARDIZED = {
    0.246177f, -0.738531f, 0.615442f, -0.123088f, -0.223603f, 0.223603f, 0.670808f, -0.670808f
  };
  private static final float[] BINARY = {
    0.430810f, -0.430810f, 0.430810f, -0.430810f, -0.670808f, 0.670808f, 0.670808f, -0.670808f
  };
  private static final float[] WEIGHT_GRADIENT = {
    -0.154791f, -0.151070f, -0.048484f, 0.354344f, 0.107331f, -1.180624f, 0.751300f, 0.321993f
  };

  /** Two units with four weights each, fed with the unit vectors: the output is the weight. */
  private static SmallNetwork weights(Bits bits) {
    return new SmallNetwork(
            "bnfree",
            bits,
            new Shape(4, 1, 1),
            slots -> {
              Edge flat = slots.nodes().add("flat", new Operation.Flatten(), slots.input());
              slots.dense("layer", flat, 2);
            })
        .with("layer.weight", WEIGHT);
  }

  private static final float[] UNIT_VECTORS = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

  /** (4, 2) row by row from (2, 4), and back. */
  private static float[] transposed(float[] matrix, int rows) {
    int columns = matrix.length / rows;
    float[] out = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      out[i % columns * rows + i / columns] = matrix[i];
    }
    return out;
  }

  @Test
  void a_weight_is_standardized_by_its_biased_deviation_and_the_root_of_its_size() {
    try (SmallNetwork real = weights(new Bits(32, 32))) {
      float[] here = transposed(real.run(UNIT_VECTORS, transposed(UPSTREAM, 2)), 4);

      assertThat(here).containsExactly(STANDARDIZED, SIX_DIGITS);
    }
  }

  @Test
  void the_gain_multiplies_real_and_binary_weights() {
    try (SmallNetwork real = weights(new Bits(32, 32)).with("layer.scale.gain", 1, 1.5f);
        SmallNetwork binary = weights(new Bits(1, 32)).with("layer.scale.gain", 1, 1.5f)) {
      float[] upstream = transposed(UPSTREAM, 2);

      assertThat(transposed(binary.run(UNIT_VECTORS, upstream), 4))
          .containsExactly(BINARY, SIX_DIGITS);
      assertThat(transposed(real.run(UNIT_VECTORS, upstream), 4))
          .containsExactly(
              new float[] {
                0.246177f,
                -0.738531f,
                0.615442f,
                -0.123088f,
                -0.335404f,
                0.335404f,
                1.006213f,
                -1.006213f
              },
              SIX_DIGITS);
    }
  }

  @Test
  void gradients_of_gain_and_weight_are_those_worked_out_by_hand() {
    try (SmallNetwork binary = weights(new Bits(1, 32)).with("layer.scale.gain", 1, 1.5f)) {
      binary.run(UNIT_VECTORS, transposed(UPSTREAM, 2));
      float[] gradient = binary.gradient("layer.weight");

      assertThat(binary.gradient("layer.scale.gain"))
          .containsExactly(new float[] {0.086162f, -0.536647f}, SIX_DIGITS);
      assertThat(gradient).containsExactly(WEIGHT_GRADIENT, SIX_DIGITS);
      float[] means = {0.3f, -0.15f};
      for (int unit = 0; unit < 2; unit++) {
        double sum = 0;
        double moment = 0;
        for (int i = 4 * unit; i < 4 * unit + 4; i++) {
          sum += gradient[i];
          moment += (double) (WEIGHT[i] - means[unit]) * gradient[i];
        }
        assertThat(sum).isCloseTo(0, within(1e-6));
        assertThat(moment).isCloseTo(0, within(1e-5));
      }
    }
  }

  @Test
  void shifting_and_stretching_the_latent_weight_changes_nothing() {
    try (SmallNetwork binary = weights(new Bits(1, 32));
        SmallNetwork real = weights(new Bits(32, 32))) {
      float[] upstream = transposed(UPSTREAM, 2);
      float[] moved = WEIGHT.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] = 3 * moved[i] + 0.7f;
      }
      for (SmallNetwork network : List.of(binary, real)) {
        float[] before = network.run(UNIT_VECTORS, upstream);

        assertThat(network.with("layer.weight", moved).run(UNIT_VECTORS, upstream))
            .containsExactly(before, within(3e-5f));
      }
    }
  }

  @Test
  void clipping_limits_each_unit_to_its_share_of_the_weights_norm() {
    assertThat(
            clipped(
                new Shape(2, 2), new float[] {3, 4, 0, 0}, new float[] {0.6f, 0.8f, 0.3f, -0.4f}))
        .containsExactly(new float[] {0.06f, 0.08f, 0.000012f, -0.000016f}, within(1e-9f));
    assertThat(clipped(new Shape(1, 2), new float[] {3, 4}, new float[] {0.03f, 0.04f}))
        .containsExactly(0.03f, 0.04f);
    assertThat(
            clipped(new Shape(3), new float[] {0.25f, 0.25f, 0.25f}, new float[] {0.3f, 0, -0.4f}))
        .containsExactly(new float[] {0.005196f, 0, -0.006928f}, SIX_DIGITS);
  }

  @Test
  void a_shared_limit_keeps_all_digits_of_a_strongly_clipped_gradient() {
    float[] clipped =
        clipped(new Shape(1, 2), new float[] {3e-2f, 4e-2f}, new float[] {6000, -8000});

    assertThat(clipped).containsExactly(new float[] {6e-4f, -8e-4f}, within(2e-10f));
  }

  private static float[] clipped(Shape shape, float[] weight, float[] gradient) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      ParameterSpec spec =
          ParameterSpec.learned("weight", shape, ParameterRole.WEIGHT, new Initializer.Constant(0));
      NDArray changed = manager.create(gradient, shape);
      new AdaptiveGradientClipping(0.02)
          .transform(
              List.of(new TrainedTensor("weight", spec, manager.create(weight, shape), changed)),
              new StepContext(state, TrainingProgress.ofEpoch(0, 1)));
      return changed.toFloatArray();
    }
  }

  /** But for the sign of an exact zero, which is +1 here and 0 there. */
  @Test
  void the_activation_is_a_sign_with_the_polynomial_slope() {
    try (SmallNetwork signs =
        new SmallNetwork(
            "bnfree", Bits.BINARY, new Shape(1, 1, 7), slots -> slots.signs("s", slots.input()))) {
      float[] out =
          signs.run(new float[] {-1.5f, -1, -0.25f, 0, 0.6f, 1, 1.2f}, 1, 1, 1, 1, 1, 1, 1);

      assertThat(out).containsExactly(-1, -1, -1, 1, 1, 1, 1);
      assertThat(signs.gradient("input"))
          .containsExactly(new float[] {0, 0, 1.5f, 2, 0.8f, 0, 0}, SIX_DIGITS);
    }
  }

  @Test
  void the_tail_of_a_block_scales_adds_shifts_and_bends() {
    try (SmallNetwork tail =
        new SmallNetwork("bnfree", Bits.BINARY, new Shape(2, 1, 1), BnFreeCardTest::tail)) {
      tail.with("act.shift1.bias", 0.05f).with("act.shift2.bias", -0.02f);

      assertThat(tail.run(new float[] {0.9f, -0.35f, -0.9f, -0.35f}, 1, 1))
          .containsExactly(new float[] {0.86f, -0.25f}, SIX_DIGITS);
    }
  }

  /** Channel 0 is what enters the block, channel 1 what its convolution gives. */
  private static void tail(Slots slots) {
    Edge x = slots.nodes().add("x", new Operation.Slice(0, 1), slots.input());
    Edge result = slots.nodes().add("result", new Operation.Slice(1, 2), slots.input());
    Edge sum = slots.residual("r", x, new ResidualPosition(0, 0, 0, false), in -> result, in -> in);
    slots.activation("act", sum);
  }

  /** The slope 2 - 2u tells the argument u. */
  @Test
  void the_sign_sees_the_scaled_input_and_its_shift() {
    try (SmallNetwork branch =
        new SmallNetwork(
            "bnfree",
            Bits.BINARY,
            new Shape(1, 1, 1),
            slots ->
                slots.residual(
                    "r",
                    slots.input(),
                    new ResidualPosition(0, 2, 0, false),
                    in -> slots.signs("s", in),
                    in -> in))) {
      branch.with("s.shift.bias", -0.1f).run(new float[] {0.9f}, 5);

      assertThat(branch.gradient("s.shift.bias")[0]).isCloseTo(2 - 2 * 0.782523f, within(3e-6f));
    }
  }

  @Test
  void distillation_pulls_towards_the_probabilities_of_the_teacher() {
    try (SmallNetwork logits =
        new SmallNetwork(
            "bnfree",
            Bits.BINARY,
            new Shape(3, 1, 1),
            slots -> slots.nodes().add("flat", new Operation.Flatten(), slots.input()))) {
      double loss =
          logits.loss(new float[] {1, -0.5f, 0.2f}, new DistributionLoss(), new float[] {2, 0, -1});

      assertThat(loss).isCloseTo(0.719196, within(1e-6));
      assertThat(logits.gradient("input"))
          .containsExactly(new float[] {-0.245873f, 0.019219f, 0.226654f}, SIX_DIGITS);
    }
  }

  @Test
  void a_sample_does_not_see_the_others_and_evaluation_equals_training() {
    try (SmallNetwork block =
        new SmallNetwork(
            "bnfree",
            Bits.BINARY,
            new Shape(4, 6, 6),
            slots ->
                ReActBlocks.residual(slots, new ReActBlocks.Place(1, 0, 4), slots.input(), 8, 2))) {
      for (String weight :
          List.of("stage2.block0.conv.weight", "stage2.block0.shortcut.conv.weight")) {
        block.with(weight, SmallNetwork.gaussian(3, block.value(weight).length));
      }
      float[] two = SmallNetwork.gaussian(1, 2 * 4 * 36);
      float[] together = block.evaluated(two);
      float[] first = block.evaluated(Arrays.copyOf(two, two.length / 2));

      assertThat(Arrays.copyOf(together, first.length)).containsExactly(first, within(1e-6f));
      assertThat(block.run(two, new float[together.length]))
          .containsExactly(together, within(1e-6f));
    }
  }

  @Test
  void outputs_of_binary_layers_have_the_same_variance_whatever_their_size() {
    for (int inputs : new int[] {27, 288, 1152}) {
      try (SmallNetwork layer =
          new SmallNetwork(
              "bnfree",
              new Bits(1, 32),
              new Shape(inputs, 1, 1),
              slots -> {
                Edge flat = slots.nodes().add("flat", new Operation.Flatten(), slots.input());
                slots.dense("layer", flat, 64);
              })) {
        float[] signs = SmallNetwork.gaussian(5, 200 * inputs);
        for (int i = 0; i < signs.length; i++) {
          signs[i] = Math.signum(signs[i]);
        }
        float[] out =
            layer.with("layer.weight", SmallNetwork.gaussian(7, 64 * inputs)).evaluated(signs);
        double squares = 0;
        for (float value : out) {
          squares += (double) value * value;
        }

        assertThat(squares / out.length).isCloseTo(2 / Math.PI, within(0.03));
      }
    }
  }

  @Test
  void the_constants_of_the_residual_connections_are_the_published_ones() {
    assertThat(betas("reactnet18"))
        .containsExactly(
            new double[] {
              1, 1, 0.980581, 0.962250, 0.944911, 1, 0.980581, 0.962250, 0.944911, 1, 0.980581,
              0.962250, 0.944911, 1, 0.980581, 0.962250
            },
            within(1e-6));
    assertThat(betas("reactnet-a"))
        .containsExactly(
            new double[] {
              1, 0.980581, 0.962250, 0.944911, 1, 0.980581, 0.962250, 0.944911, 1, 0.980581,
              0.962250, 0.944911, 1, 0.980581, 0.962250, 0.944911, 0.928477, 0.912871, 0.898027,
              0.883883, 0.870388, 0.857493, 0.845154, 0.833333, 1, 0.980581
            },
            within(1e-6));
  }

  /** β of every residual connection in forward order. */
  private static double[] betas(String architecture) {
    Network network =
        Resolver.resolve(
            Architectures.load().get(architecture),
            Methods.load().create("bnfree", Map.of(), null));
    List<String> paths = network.nodes().stream().map(Node::path).toList();
    return paths.stream()
        .filter(path -> path.endsWith(".add"))
        .map(path -> path.replaceFirst("add$", "beta"))
        .mapToDouble(
            path ->
                network.nodes().stream()
                    .filter(node -> node.path().equals(path))
                    .mapToDouble(node -> ((Operation.Affine) node.operation()).factor())
                    .findFirst()
                    .orElse(1))
        .toArray();
  }
}

package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NetworkBuilder;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.NetworkRole;
import org.bnnlab.api.training.Optimizer;
import org.bnnlab.api.training.RunFacts;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.Targets;
import org.bnnlab.api.training.TrainingBatch;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.objective.Objectives;
import org.bnnlab.bench.optimizer.Optimizers;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.bnnlab.methods.objective.GuidedDistribution;
import org.bnnlab.models.djl.NetworkExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What S2-BNN's official code computed, and the numbers of the paper's card, section 10. */
class S2BnnTest {

  private static final Offset<Float> RECORDED = within(1e-5f);
  private static final Offset<Float> SIX_DIGITS = within(2e-6f);
  private static final TrainingProgress START = TrainingProgress.ofEpoch(0, 1);

  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final StateStore state = new StateStore(manager);

  @AfterEach
  void close() {
    state.close();
    manager.close();
  }

  private static Map<String, StoredArray> golden(String name) throws IOException {
    try {
      var resource = S2BnnTest.class.getResource("/golden/" + name + ".npz");
      return Npz.read(Path.of(Objects.requireNonNull(resource).toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private NDArray array(StoredArray stored) {
    return manager.create(stored.asFloats(), new Shape(stored.shape()));
  }

  /** Embeddings (N, D) as images (N, D, 1, 1). */
  private NDArray images(float[] values, int dimension) {
    return manager.create(values, new Shape(values.length / dimension, dimension, 1, 1));
  }

  private NDArray images(StoredArray stored) {
    return images(stored.asFloats(), (int) stored.shape()[1]);
  }

  /** The code keeps one key in each column, we in each row. */
  private float[] rows(StoredArray columns) {
    return array(columns).transpose().toFloatArray();
  }

  private TrainingBatch batch(NDArray first, NDArray second, NDArray teacher) {
    return new TrainingBatch(List.of(first, second), manager.zeros(new Shape(1)), teacher, 0);
  }

  @Test
  void a_contrastive_step_is_that_of_the_official_code() throws IOException {
    Map<String, StoredArray> recorded = golden("s2bnn-contrastive-T0.2");
    GivenEmbeddings network = new GivenEmbeddings(16);
    LearningRule rule = GivenEmbeddings.contrast(network, state, Map.of("queue", 32), 8);
    state.set("moco.queue", rows(recorded.get("in/queue")));
    state.set("moco.next", new float[] {8});

    StepReport report =
        rule.step(
            batch(images(recorded.get("in/q_raw")), images(recorded.get("in/k_raw")), null),
            START,
            1);

    assertThat((float) report.loss()).isCloseTo((float) recorded.get("loss").scalar(), RECORDED);
    assertThat(network.gradient).containsExactly(recorded.get("grad_q_raw").asFloats(), RECORDED);
    assertThat(state.tensor("moco.queue").toFloatArray())
        .containsExactly(rows(recorded.get("queue_after")), RECORDED);
    assertThat(state.tensor("moco.next").toFloatArray()).containsExactly(16);
  }

  @Test
  void the_guided_loss_is_that_of_the_official_code() throws IOException {
    Map<String, StoredArray> recorded = golden("s2bnn-guided-T0.2");

    assertGuided(
        array(recorded.get("in/student_raw")),
        array(recorded.get("in/teacher_raw")),
        (float) recorded.get("loss").scalar(),
        recorded.get("grad_student_raw").asFloats(),
        RECORDED);
  }

  /** The plain form, on logits: T = 1 without normalization, as ReActNet's loss has it. */
  @Test
  void the_distribution_loss_is_that_of_the_official_code() throws IOException {
    Map<String, StoredArray> recorded = golden("s2bnn-distribution-loss");
    NDArray student = array(recorded.get("student"));
    student.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray found =
          Objectives.of("distribution-loss", Map.of())
              .loss(
                  student,
                  new Targets(manager.zeros(student.getShape()), array(recorded.get("teacher"))));
      collector.backward(found);
      assertThat(found.getFloat()).isCloseTo((float) recorded.get("loss").scalar(), RECORDED);
    }
    assertThat(student.getGradient().toFloatArray())
        .containsExactly(recorded.get("grad").asFloats(), RECORDED);
  }

  private void assertGuided(
      NDArray student, NDArray teacher, float loss, float[] gradient, Offset<Float> close) {
    student.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray found =
          new GuidedDistribution(0.2)
              .loss(student, new Targets(manager.zeros(new Shape(1)), teacher));
      collector.backward(found);
      assertThat(found.getFloat()).isCloseTo(loss, close);
    }
    assertThat(student.getGradient().toFloatArray()).containsExactly(gradient, close);
  }

  /** An encoder of a projection head alone, with the names of the code. */
  private Network encoder(Method method) {
    NetworkBuilder net =
        new NetworkBuilder(Initialization.ofConvolutions(new Initializer.Constant(0)));
    Edge image = net.add("input", new Operation.Input(10, 1, 1));
    Edge flat = net.add("flat", new Operation.Flatten(), image);
    method.head().contribute(net, "head", flat, 2);
    return net.build("encoder");
  }

  private static final Map<String, String> NAMES =
      Map.of(
          "fc.0.weight", "head.hidden.weight",
          "fc.0.bias", "head.hidden.bias",
          "fc.2.weight", "head.weight",
          "fc.2.bias", "head.bias");

  private LearningRule encoderRule(String variant, Optimizer optimizer) {
    Method method =
        Methods.load()
            .create("s2bnn", Map.of("variant", variant, "queue", 32, "dimension", 16), null);
    RandomStreams streams = new RandomStreams(1);
    NetworkExecutor student = new NetworkExecutor(encoder(method), state, streams);
    NetworkExecutor key =
        NetworkExecutor.companion(NetworkRole.KEY_ENCODER, encoder(method), state, streams);
    student.initialize();
    key.initialize();
    return method
        .learningRule()
        .orElseThrow()
        .create(
            new LearningContext(
                student,
                state,
                streams,
                optimizer,
                method.objective(),
                method.gradientTransform(),
                method.afterStep(),
                new RunFacts(8, 8, 2),
                Map.of(NetworkRole.KEY_ENCODER, key)));
  }

  private void assertTensors(
      Map<String, StoredArray> recorded, String theirs, UnaryOperator<String> ours) {
    NAMES.forEach(
        (their, our) ->
            assertThat(state.tensor(ours.apply(our)).toFloatArray())
                .as(theirs + their)
                .containsExactly(recorded.get(theirs + their).asFloats(), RECORDED));
  }

  private void setTensors(
      Map<String, StoredArray> recorded, String theirs, UnaryOperator<String> ours) {
    NAMES.forEach(
        (their, our) -> state.set(ours.apply(our), recorded.get(theirs + their).asFloats()));
  }

  private static String key(String name) {
    return "key-encoder." + name;
  }

  @Test
  void three_steps_with_queue_key_encoder_teacher_and_adam_are_those_of_the_official_code()
      throws IOException {
    Map<String, StoredArray> recorded = golden("s2bnn-moco-T0.2-m0.999");
    LearningRule rule =
        encoderRule(
            "both",
            Optimizers.of("adam", Map.of("weightDecay", 0.0), OptimizerSpec.ALL_ROLES, state));
    setTensors(recorded, "init/encoder_q.", name -> name);
    setTensors(recorded, "init/encoder_k.", S2BnnTest::key);
    state.set("moco.queue", rows(recorded.get("init/queue")));
    state.set("moco.next", new float[] {24});
    float[] x = recorded.get("in/x").asFloats();
    for (int step = 0; step < 3; step++) {
      String at = "step" + step + "/";
      StepReport report =
          rule.step(
              batch(
                  images(java.util.Arrays.copyOfRange(x, step * 160, step * 160 + 80), 10),
                  images(java.util.Arrays.copyOfRange(x, step * 160 + 80, step * 160 + 160), 10),
                  array(recorded.get(at + "teacher_raw"))),
              START,
              3e-4);

      assertThat((float) report.loss())
          .isCloseTo((float) recorded.get(at + "loss").scalar(), RECORDED);
      float[] embeddings = new float[8 * 16];
      report.logits().get(embeddings);
      assertThat(embeddings).containsExactly(recorded.get(at + "q_raw").asFloats(), RECORDED);
      assertTensors(recorded, at + "after/encoder_q.", name -> name);
      assertTensors(recorded, at + "after/encoder_k.", S2BnnTest::key);
      assertThat(state.tensor("moco.queue").toFloatArray())
          .containsExactly(rows(recorded.get(at + "queue_after")), RECORDED);
      assertThat(state.tensor("moco.next").getFloat(0))
          .isEqualTo((float) recorded.get(at + "queue_ptr_after").asDoubles()[0]);
    }
  }

  @Test
  void the_key_encoder_follows_as_in_the_official_code() throws IOException {
    Map<String, StoredArray> recorded = golden("s2bnn-momentum-m0.999");
    LearningRule rule = encoderRule("contrastive", (tensors, rate) -> {});
    setTensors(recorded, "in/q.", name -> name);
    setTensors(recorded, "in/k.", S2BnnTest::key);
    NDArray image = manager.ones(new Shape(1, 10, 1, 1));
    for (int update = 1; update <= 3; update++) {
      rule.step(batch(image, image, null), START, 1);
      assertTensors(recorded, "after" + update + "/k.", S2BnnTest::key);
    }
  }

  /** Item 1. */
  @Test
  void the_guided_loss_of_the_card() {
    assertGuided(
        manager.create(new float[] {0.5f, -1, 2, 0, 1, 1, -0.5f, 0.25f}, new Shape(2, 4)),
        manager.create(
            new float[] {0.8f, -0.4f, 1.5f, -0.2f, 0.3f, 1.2f, -0.9f, 0.6f}, new Shape(2, 4)),
        0.782054f,
        new float[] {
          -0.103008f, 0.022477f, 0.036990f, 0.005652f, 0.653073f, -0.599692f, 0.026479f, -0.160566f
        },
        SIX_DIGITS);
  }

  /** Items 2 and 3: a student that agrees has the entropy as its loss, and no gradient. */
  @Test
  void the_guided_loss_never_falls_below_the_entropy_of_the_teacher() {
    float[] sharp = new float[128];
    java.util.Arrays.fill(sharp, -0.007843f);
    sharp[0] = 0.996086f;
    float[] unit = new float[128];
    unit[0] = 1;

    assertGuided(one(sharp), one(sharp), 2.899461f, new float[128], SIX_DIGITS);
    assertGuided(one(unit), one(unit), 2.923899f, new float[128], SIX_DIGITS);
  }

  private NDArray one(float[] embedding) {
    return manager.create(embedding, new Shape(1, embedding.length));
  }

  /** Item 4. */
  @Test
  void the_contrast_of_the_card() {
    GivenEmbeddings network = new GivenEmbeddings(4);
    LearningRule rule = GivenEmbeddings.contrast(network, state, Map.of("queue", 3), 2);
    state.set(
        "moco.queue", new float[] {1, 0, 0, 0, 0, 0.707107f, 0.707107f, 0, .5f, -.5f, .5f, .5f});

    StepReport report =
        rule.step(
            batch(
                images(new float[] {0.5f, -1, 2, 0, 1, 1, -0.5f, 0.25f}, 4),
                images(new float[] {0.4f, -0.9f, 1.8f, 0.1f, 0.9f, 1.1f, -0.4f, 0}, 4),
                null),
            START,
            1);

    assertThat((float) report.loss()).isCloseTo(0.257027f, SIX_DIGITS);
    assertThat(network.gradient)
        .containsExactly(
            new float[] {
              0.103037f,
              -0.017662f,
              -0.034590f,
              0.109825f,
              0.161066f,
              -0.131589f,
              0.070221f,
              0.022534f
            },
            SIX_DIGITS);
  }

  /** Item 10, and batches that run over the end of the queue. */
  @ParameterizedTest
  @CsvSource({"4, 2, 2, 0", "5, 2, 3, 1", "5, 3, 2, 1", "3, 3, 1, 0", "4, 1, 4, 0"})
  void the_queue_goes_round(int size, int batch, int steps, int next) {
    GivenEmbeddings network = new GivenEmbeddings(2);
    LearningRule rule = GivenEmbeddings.contrast(network, state, Map.of("queue", size), batch);
    float[] angles = new float[batch * steps];
    for (int i = 0; i < angles.length; i++) {
      angles[i] = 0.1f * i;
    }
    for (int step = 0; step < steps; step++) {
      float[] keys = new float[2 * batch];
      for (int i = 0; i < batch; i++) {
        keys[2 * i] = (float) Math.cos(angles[step * batch + i]);
        keys[2 * i + 1] = (float) Math.sin(angles[step * batch + i]);
      }
      rule.step(batch(images(keys, 2), images(keys, 2), null), START, 1);
    }

    float[] queue = state.tensor("moco.queue").toFloatArray();
    for (int i = angles.length - Math.min(size, angles.length); i < angles.length; i++) {
      assertThat(queue[2 * (i % size) + 1]).isCloseTo((float) Math.sin(angles[i]), SIX_DIGITS);
    }
    assertThat(state.tensor("moco.next").getFloat(0)).isEqualTo(next);
  }

  @Test
  void a_queue_starts_with_directions_of_length_one() {
    GivenEmbeddings.contrast(new GivenEmbeddings(16), state, Map.of("queue", 50), 8);

    float[] lengths = state.tensor("moco.queue").square().sum(new int[] {1}).sqrt().toFloatArray();
    assertThat(lengths).hasSize(50);
    for (float length : lengths) {
      assertThat(length).isCloseTo(1, SIX_DIGITS);
    }
  }

  @Test
  void a_batch_that_is_larger_than_the_queue_is_refused() {
    assertThatThrownBy(
            () -> GivenEmbeddings.contrast(new GivenEmbeddings(2), state, Map.of("queue", 7), 8))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "a batch of 8 images does not fit into a queue of 7 keys; make the queue larger (option"
                + " queue)");
  }

  @Test
  void a_teacher_of_another_dimension_is_refused_with_both_shapes() {
    assertThatThrownBy(
            () ->
                new GuidedDistribution(0.2)
                    .loss(
                        manager.ones(new Shape(4, 128)),
                        new Targets(manager.zeros(new Shape(1)), manager.ones(new Shape(4, 64)))))
        .hasMessage("the teacher says (4, 64) where the student says (4, 128)");
  }
}

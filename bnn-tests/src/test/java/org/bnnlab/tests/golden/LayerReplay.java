package org.bnnlab.tests.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.TrainedTensor;
import org.bnnlab.api.training.TrainingPass;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.models.zoo.ReActBlocks;

/** Runs a recorded block or layer here and compares everything that was recorded of it. */
final class LayerReplay {

  private static final TrainingProgress START = TrainingProgress.ofEpoch(0, 1);
  private static final int FURTHEST_BLOCK = 64;
  private static final double SAME_BETA = 1e-6;

  private final LayerRecording recording;
  private final LayerForm form;
  private final Method method;
  private final Map<String, Double> differences = new LinkedHashMap<>();

  private LayerReplay(LayerRecording recording) {
    this.recording = recording;
    this.form = LayerForm.of(recording);
    this.method = method(recording, form);
  }

  /**
   * Differences of what was recorded, by the name of the array: largest difference divided by the
   * largest magnitude.
   */
  static Map<String, Double> differences(LayerRecording recording) {
    LayerReplay replay = new LayerReplay(recording);
    replay.run();
    return replay.differences;
  }

  private static Method method(LayerRecording recording, LayerForm form) {
    boolean gains = recording.parameters().keySet().stream().anyMatch(n -> n.endsWith("gain"));
    boolean plainSign = form == LayerForm.SIGN && recording.parameters().isEmpty();
    boolean realWeights =
        recording.name().contains("-step1-")
            || recording.name().contains("-Qa-")
            || recording.about().path("block").asText().contains("real weights");
    Bits bits =
        form == LayerForm.CONVOLUTION
            ? new Bits(1, 32)
            : realWeights ? new Bits(32, 1) : Bits.BINARY;
    Map<String, Object> options = new LinkedHashMap<>();
    if (gains) {
      options.put("alpha", recording.about().path("alpha").asDouble(0.2));
      options.put("gamma", recording.about().path("gamma").asDouble(1));
    }
    return Methods.load()
        .create(gains ? "bnfree" : plainSign ? "birealnet" : "reactnet", options, bits);
  }

  private void run() {
    ReActBlocks.Place place = place();
    Network network = network(place);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NetworkExecutor executor = new NetworkExecutor(network, state, new RandomStreams(0));
      executor.initialize();
      restore(state, place);
      if (recording.arrays().containsKey("eval/out")) {
        try (Predictor predictor = executor.predictor(manager, START, Evaluation.MODE)) {
          compare("eval/out", predictor.logits(tensor(manager, recording.input())));
        }
      }
      NDArray x = tensor(manager, recording.input());
      x.setRequiresGradient(true);
      NDArray upstream = tensor(manager, recording.array("upstream"));
      TrainingPass pass = executor.train(x, START, out -> out.mul(upstream).sum());
      compare("out", pass.logits());
      compare("grad/x", x.getGradient());
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      for (TrainedTensor tensor : pass.tensors()) {
        gradients.put(tensor.name(), tensor.gradient());
      }
      recording.below("grad/").keySet().stream()
          .filter(name -> !name.equals("x"))
          .forEach(
              name ->
                  compare(
                      "grad/" + name,
                      Objects.requireNonNull(gradients.get(ours(name, place)), name)));
      recording
          .below("after/")
          .keySet()
          .forEach(name -> compare("after/" + name, state.tensor(ours(name, place))));
    }
  }

  /** Every parameter gets its recorded value; none may be left over on either side. */
  private void restore(StateStore state, ReActBlocks.Place place) {
    Map<String, StoredArray> recorded = new LinkedHashMap<>();
    recording.parameters().forEach((name, values) -> recorded.put(ours(name, place), values));
    if (!recorded.keySet().equals(state.tensors(StateStore.Kind.MODEL).keySet())) {
      throw new AssertionError(
          "%s has the parameters %s, our layer %s"
              .formatted(
                  recording.name(),
                  recorded.keySet(),
                  state.tensors(StateStore.Kind.MODEL).keySet()));
    }
    recorded.forEach((name, values) -> state.set(name, values.asFloats()));
  }

  private String ours(String official, ReActBlocks.Place place) {
    return form.path(place) + "." + form.ours(official);
  }

  private Network network(ReActBlocks.Place place) {
    long[] input = recording.input().shape();
    long[] output = recording.array("out").shape();
    StoredArray weight = recording.parameters().getOrDefault("weight", recording.input());
    StoredArray kernel = recording.parameters().getOrDefault("w", weight);
    return Resolver.resolve(
        new LayerArchitecture(
            slots ->
                form.build(
                    slots,
                    place,
                    (int) output[1],
                    (int) kernel.shape()[2],
                    recording.about().path("stride").asInt(1))),
        Map.of(),
        method,
        new Shape(input[1], input[2], input[3]),
        2);
  }

  /** A place in a network at which the method scales its residual connections as recorded. */
  private ReActBlocks.Place place() {
    for (int block = 0; block < FURTHEST_BLOCK; block++) {
      ReActBlocks.Place candidate = new ReActBlocks.Place(0, block, 0);
      Network network = network(candidate);
      String path = form.path(candidate);
      if (scales(network, path, "beta")
          && scales(network, path + ".residual1", "beta1")
          && scales(network, path + ".residual2", "beta2")) {
        return candidate;
      }
    }
    throw new AssertionError("nowhere in a network is the beta of " + recording.name());
  }

  private boolean scales(Network network, String path, String beta) {
    double factor = 1;
    for (Node node : network.nodes()) {
      if (node.path().equals(path + ".beta")
          && node.operation() instanceof Operation.Affine affine) {
        factor = affine.factor();
      }
    }
    return !recording.about().has(beta)
        || Math.abs(factor - recording.about().path(beta).asDouble()) < SAME_BETA;
  }

  private void compare(String name, NDArray ours) {
    float[] there = recording.array(name).asFloats();
    float[] here = ours.toFloatArray();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < there.length; i++) {
      largest = Math.max(largest, Math.abs(there[i]));
      difference = Math.max(difference, Math.abs((double) there[i] - here[i]));
    }
    differences.put(name, difference == 0 ? 0 : difference / largest);
  }

  private static NDArray tensor(NDManager manager, StoredArray array) {
    return manager.create(array.asFloatBuffer(), new Shape(array.shape()));
  }
}

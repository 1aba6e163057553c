package org.bnnlab.methods.bisnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spiking networks of two layers beside what the official code recorded, step by step. */
class RecordedSpikesTest {

  private static final int STEPS = 30;
  private static final int BURN_IN = 5;
  private static final int BATCH = 4;
  private static final int CLASSES = 2;
  private static final int HIDDEN = 12;
  private static final double BOUND = 1e-5;

  /** A recording with its settings. */
  private record Recording(JsonNode about, Map<String, StoredArray> arrays) {

    static Recording read(String name) throws IOException {
      return new Recording(
          JsonMapper.builder()
              .build()
              .readTree(Files.readString(SharedFolder.require("golden/" + name + ".json"))),
          Npz.read(SharedFolder.require("golden/" + name + ".npz")));
    }

    boolean is(String key) {
      return about.get(key).asBoolean();
    }

    double[] at(String name, int row) {
      StoredArray array = arrays.get(name);
      int length = array.size() / (int) array.shape()[0];
      return Arrays.copyOfRange(array.asDoubles(), row * length, (row + 1) * length);
    }

    double[] values(String name) {
      return arrays.get(name).asDoubles();
    }

    /** The parameters of a layer, as the files name them. */
    List<String> tensors() {
      List<String> names = new ArrayList<>();
      for (int layer = 0; layer < 2; layer++) {
        names.add(layer + ".weight");
        if (is("with_bias")) {
          names.add(layer + ".bias");
        }
      }
      return names;
    }

    WeightRule rule() {
      return about.get("optimizer_type").asText().equals("STBiSNN")
          ? new WeightRule.StraightThrough()
          : new WeightRule.Bayesian(
              about.get("tau").asDouble(),
              about.get("rho").asDouble(),
              about.get("prior_p").asDouble());
    }

    LocalLoss loss() {
      return new LocalLoss(
          about.get("loss").asText().startsWith("BCE")
              ? LocalLoss.Kind.BINARY_CROSS_ENTROPY
              : LocalLoss.Kind.CROSS_ENTROPY,
          is("softmax_in_training"));
    }

    int[] labels() {
      int[] labels = new int[BATCH];
      double[] hot = values("in/y");
      for (int b = 0; b < BATCH; b++) {
        labels[b] = hot[(b * CLASSES + 1) * STEPS] == 1 ? 1 : 0;
      }
      return labels;
    }

    SpikingNetwork network() {
      List<SpikingLayer> layers = new ArrayList<>();
      for (int layer = 0; layer < 2; layer++) {
        double[] bias =
            is("with_bias") ? values("init/readout.%d.bias".formatted(layer)) : new double[0];
        layers.add(
            new SpikingLayer(
                new DenseSynapses(layer == 0 ? 20 : HIDDEN, HIDDEN),
                NeuronConstants.of(10, 6, 2),
                null,
                new Readout(values("init/readout.%d.weight".formatted(layer)), bias, CLASSES)));
      }
      SpikingNetwork network = new SpikingNetwork(layers, is("with_bias"));
      for (int tensor = 0; tensor < tensors().size(); tensor++) {
        set(network.latents(), tensor, values("init/latent." + tensors().get(tensor)));
      }
      return network;
    }

    private void set(List<double[]> tensors, int number, double[] rowMajor) {
      double[] own = own(number, rowMajor);
      System.arraycopy(own, 0, tensors.get(number), 0, own.length);
    }

    /** Weights in the order of the synapses; biases as they are. */
    double[] own(int number, double[] rowMajor) {
      boolean weight = tensors().get(number).endsWith("weight");
      return weight
          ? new DenseSynapses(rowMajor.length / HIDDEN, HIDDEN).toOwn(rowMajor)
          : rowMajor;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bisnn-st-bce",
        "bisnn-st-official-lr750",
        "bisnn-bayes-bce",
        "bisnn-bayes-ce-softmax-bias"
      })
  void every_time_step_is_the_recorded_one(String name) throws IOException {
    Recording recording = Recording.read(name);
    SpikingNetwork network = recording.network();
    WeightRule rule = recording.rule();
    int[] drawn = {0};
    Noise noise =
        (uniform, tensor) -> {
          double[] own = recording.own(tensor, recording.at("noise/" + tensor, drawn[0]));
          System.arraycopy(own, 0, uniform, 0, own.length);
        };

    network.reset(BATCH);
    network.draw(rule, noise);
    for (int step = 0; step < STEPS; step++) {
      if (step >= BURN_IN) {
        drawn[0] = step - BURN_IN + 1;
        network.draw(rule, noise);
      }
      network.step(recording.at("in/x", step));

      assertState(recording, network, step);
      if (step >= BURN_IN) {
        double[] losses =
            network.learn(
                rule, recording.loss(), recording.labels(), recording.about().get("lr").asDouble());
        assertUpdate(recording, network, losses, step - BURN_IN);
      }
    }
  }

  private static void assertState(Recording recording, SpikingNetwork network, int step) {
    assertTensors(recording, network.weights(), "train/weight.", step);
    for (int number = 0; number < 2; number++) {
      SpikingLayer layer = network.layers().get(number);
      assertThat(layer.sent())
          .as("spikes of layer %d at step %d", number, step)
          .containsExactly(recording.at("train/spikes." + number, step));
      assertClose(layer.membrane(), recording.at("train/membrane." + number, step));
      // The recorded read-out of the softmax files is the softmax.
      double[] readout = layer.readout().of(layer.sent());
      if (!recording.is("softmax_in_training")) {
        assertClose(readout, recording.at("train/readout." + number, step));
      }
    }
  }

  private static void assertUpdate(
      Recording recording, SpikingNetwork network, double[] losses, int trained) {
    for (int number = 0; number < 2; number++) {
      assertThat(losses[number])
          .isCloseTo(recording.at("train/loss." + number, trained)[0], within(BOUND));
    }
    assertTensors(recording, network.gradients(), "train/grad.", trained);
    assertTensors(recording, network.latents(), "train/latent.", trained);
  }

  private static void assertTensors(
      Recording recording, List<double[]> tensors, String folder, int row) {
    List<String> names = recording.tensors();
    for (int tensor = 0; tensor < names.size(); tensor++) {
      assertClose(
          tensors.get(tensor),
          recording.own(tensor, recording.at(folder + names.get(tensor), row)));
    }
  }

  /** Within a share of the largest recorded magnitude, and 1e-7 where all is rounding. */
  private static void assertClose(double[] found, double[] recorded) {
    double largest = Arrays.stream(recorded).map(Math::abs).max().orElseThrow();
    assertThat(found).containsExactly(recorded, within(Math.max(BOUND * largest, 1e-7)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bisnn-st-bce", "bisnn-bayes-bce", "bisnn-bayes-ce-softmax-bias"})
  void the_most_probable_network_predicts_what_is_recorded(String name) throws IOException {
    Recording recording = Recording.read(name);
    SpikingNetwork network = recording.network();
    trained(recording, network);
    network.takeMode();

    assertPredictions(recording, network, name.contains("-st-") ? "eval_st" : "eval_mode", 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bisnn-bayes-bce", "bisnn-bayes-ce-softmax-bias"})
  void drawn_networks_predict_what_is_recorded(String name) throws IOException {
    Recording recording = Recording.read(name);
    SpikingNetwork network = recording.network();
    trained(recording, network);
    for (int sample = 0; sample < 3; sample++) {
      int row = sample;
      network.takeSample(
          (uniform, tensor) -> {
            double[] own = recording.own(tensor, recording.at("noise_test/" + tensor, row));
            System.arraycopy(own, 0, uniform, 0, own.length);
          });
      assertTensors(recording, network.weights(), "eval_mean/weight.", sample);
      assertPredictions(recording, network, "eval_mean", sample, 3);
    }
  }

  private static void trained(Recording recording, SpikingNetwork network) {
    List<String> names = recording.tensors();
    for (int tensor = 0; tensor < names.size(); tensor++) {
      recording.set(
          network.latents(),
          tensor,
          recording.at("train/latent." + names.get(tensor), STEPS - BURN_IN - 1));
    }
  }

  private static void assertPredictions(
      Recording recording, SpikingNetwork network, String folder, int sample, int samples) {
    double[] recorded = recording.values(folder + "/predictions");
    network.reset(BATCH);
    int trained = STEPS - BURN_IN;
    for (int step = 0; step < STEPS; step++) {
      network.step(recording.at("in/x", step));
      double[] readout = network.readout();
      for (int i = 0; i < readout.length && step >= BURN_IN; i++) {
        int at =
            (((i / CLASSES) * samples + sample) * trained + step - BURN_IN) * CLASSES + i % CLASSES;
        assertThat(readout[i]).isCloseTo(recorded[at], within(BOUND));
      }
    }
  }
}

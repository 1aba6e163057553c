package org.bnnlab.methods.bisnn;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.parameter.Initializer;
import org.bnnlab.api.training.LearningContext;
import org.bnnlab.api.training.LearningRule;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.api.training.StepReport;
import org.bnnlab.api.training.TrainingBatch;

/**
 * Trains a spiking network online: in every time step behind the burn-in each layer changes its
 * latent weights by the loss of its own fixed read-out (Jang, Skatchkovsky, Simeone, 2021, arXiv
 * 2012.08300; {@code utils/train_utils.py}). Everything is computed in double precision and in
 * plain Java; latent weights are rounded to float32 behind every batch, as checkpoints hold them.
 *
 * <p>Logits are the mean over the time steps behind the burn-in of the last layer's read-outs.
 */
final class LocalLearning implements LearningRule {

  private final LearningContext context;
  private final LocalLearningFactory settings;
  private final SpikingPlan plan;

  LocalLearning(LearningContext context, LocalLearningFactory settings) {
    this.context = context;
    this.settings = settings;
    this.plan = SpikingPlan.of(context.network().network());
    createReadouts();
  }

  /** The last layer's read-out is part of the network; those of the others serve training alone. */
  private void createReadouts() {
    for (SpikingPlan.LayerPlan layer : plan.layers().subList(0, plan.layers().size() - 1)) {
      String name = readoutOf(layer);
      Shape shape = new Shape(plan.classes(), layer.sent());
      RandomGenerator random = context.streams().stream("init." + name, 0, 0);
      context
          .state()
          .create(
              name,
              StateStore.Kind.RUN,
              shape,
              new Initializer.RandomSign(1).values(shape, random));
    }
  }

  private static String readoutOf(SpikingPlan.LayerPlan layer) {
    return "readout." + layer.path();
  }

  @Override
  public int ensembleSize() {
    return settings.rule().drawn() ? settings.networks() : 0;
  }

  @Override
  public StepReport step(TrainingBatch batch, TrainingProgress progress, double learningRate) {
    SpikingNetwork network = network();
    int[] labels = classes(batch.labels().toFloatArray());
    SpikeEncoder spikes =
        new SpikeEncoder(
            plan.encoding(),
            batch.images().toFloatArray(),
            labels.length,
            context.streams().stream("spikes", progress.stage(), progress.step()));
    Noise noise = Noise.of(context.streams().stream("weights", progress.stage(), progress.step()));
    WeightRule rule = settings.rule();
    double loss = 0;
    double[] sums = new double[labels.length * plan.classes()];
    network.reset(labels.length);
    network.draw(rule, noise);
    for (int t = 0; t < plan.encoding().steps(); t++) {
      boolean learns = t >= burnIn();
      if (learns) {
        network.draw(rule, noise);
      }
      network.step(spikes.next());
      if (learns) {
        for (double ofLayer : network.learn(rule, settings.loss(), labels, learningRate)) {
          loss += ofLayer;
        }
        add(network.readout(), sums);
      }
    }
    store(network);
    return new StepReport(loss / learnedSteps(), FloatBuffer.wrap(means(sums)));
  }

  private static int[] classes(float[] hot) {
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < hot.length; i++) {
      if (hot[i] == 1) {
        labels.add(i);
      }
    }
    int classes = hot.length / labels.size();
    return labels.stream().mapToInt(at -> at % classes).toArray();
  }

  @Override
  public Predictor predictor(NDManager manager, TrainingProgress progress, Evaluation evaluation) {
    SpikingNetwork network = network();
    switch (evaluation.kind()) {
      case MODE -> network.takeMode();
      case MEAN -> network.takeMean();
      case SAMPLE ->
          network.takeSample(
              Noise.of(context.streams().stream("networks", evaluation.draw(), progress.step())));
    }
    return new SpikingPredictor(this, network);
  }

  /** Mean read-outs (batch, classes) of samples, with the weights in use. */
  float[] logits(SpikingNetwork network, float[] samples, int batch, int number) {
    SpikeEncoder spikes =
        new SpikeEncoder(
            plan.encoding(), samples, batch, context.streams().stream("spikes.test", 0, number));
    double[] sums = new double[batch * plan.classes()];
    network.reset(batch);
    for (int t = 0; t < plan.encoding().steps(); t++) {
      network.step(spikes.next());
      if (t >= burnIn()) {
        add(network.readout(), sums);
      }
    }
    return means(sums);
  }

  /** The official rule: every layer has seen a spike, and at least the given number of steps. */
  private int burnIn() {
    return Math.max(plan.layers().size(), settings.burnIn());
  }

  private int learnedSteps() {
    return plan.encoding().steps() - burnIn();
  }

  private static void add(double[] terms, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += terms[i];
    }
  }

  private float[] means(double[] sums) {
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (sums[i] / learnedSteps());
    }
    return means;
  }

  /** The network with the latent weights and read-outs of the state. */
  private SpikingNetwork network() {
    List<SpikingLayer> layers = new ArrayList<>();
    boolean biased = plan.layers().getFirst().bias() != null;
    int count = plan.layers().size();
    for (SpikingPlan.LayerPlan layer : plan.layers()) {
      boolean last = layers.size() == count - 1;
      layers.add(
          new SpikingLayer(
              layer.synapses(),
              layer.constants(),
              layer.pooling(),
              new Readout(
                  values(last ? plan.readout() : readoutOf(layer)),
                  new double[0],
                  plan.classes())));
    }
    SpikingNetwork network = new SpikingNetwork(layers, biased);
    int tensor = 0;
    for (SpikingPlan.LayerPlan layer : plan.layers()) {
      copy(layer.synapses().toOwn(values(layer.weight())), network.latents().get(tensor++));
      if (layer.bias() != null) {
        copy(values(layer.bias()), network.latents().get(tensor++));
      }
    }
    return network;
  }

  private void store(SpikingNetwork network) {
    int tensor = 0;
    for (SpikingPlan.LayerPlan layer : plan.layers()) {
      double[] weights = layer.synapses().fromOwn(network.latents().get(tensor++));
      context.state().set(layer.weight(), floats(weights));
      if (layer.bias() != null) {
        context.state().set(layer.bias(), floats(network.latents().get(tensor++)));
      }
    }
  }

  private double[] values(String name) {
    float[] stored = context.state().tensor(name).toFloatArray();
    double[] values = new double[stored.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = stored[i];
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }
}

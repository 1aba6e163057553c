package org.bnnlab.methods.bisnn;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One time step of the network 20-12-12-2 for a batch of 32: weights drawn, both layers forward,
 * their losses, gradients and updates. At most 50 µs are asked for.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimeStepBenchmark {

  private static final int BATCH = 32;
  private static final int INPUTS = 20;
  private static final int NEURONS = 12;
  private static final int CLASSES = 2;
  private static final int INPUT_STEPS = 64;

  /** The rule that learns. */
  @Param({"straight-through", "bayesian"})
  public String rule;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Noise noise = Noise.of(random);
  private final double[][] spikes = new double[INPUT_STEPS][BATCH * INPUTS];
  private final int[] labels = new int[BATCH];
  private final LocalLoss loss = new LocalLoss(LocalLoss.Kind.CROSS_ENTROPY, false);
  private WeightRule weights;
  private SpikingNetwork network;
  private int step;

  /** Draws latent weights, spikes and labels. */
  @Setup
  public void prepare() {
    weights =
        rule.equals("bayesian")
            ? new WeightRule.Bayesian(1, 5e-4, 0.5)
            : new WeightRule.StraightThrough();
    NeuronConstants constants = NeuronConstants.of(10, 6, 2);
    network =
        new SpikingNetwork(List.of(layer(INPUTS, constants), layer(NEURONS, constants)), false);
    network.latents().forEach(latent -> fill(latent, 2));
    for (double[] ofStep : spikes) {
      for (int i = 0; i < ofStep.length; i++) {
        ofStep[i] = random.nextDouble() < 0.1 ? 1 : 0;
      }
    }
    for (int i = 0; i < BATCH; i++) {
      labels[i] = i % CLASSES;
    }
    network.reset(BATCH);
  }

  private SpikingLayer layer(int inputs, NeuronConstants constants) {
    double[] readout = new double[CLASSES * NEURONS];
    fill(readout, 1);
    return new SpikingLayer(
        new DenseSynapses(inputs, NEURONS),
        constants,
        null,
        new Readout(readout, new double[0], CLASSES));
  }

  private void fill(double[] values, double size) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextBoolean() ? size : -size;
    }
  }

  /** The step; the rate is so small that the network stays as it is. */
  @Benchmark
  public double[] step() {
    network.draw(weights, noise);
    network.step(spikes[step++ % INPUT_STEPS]);
    return network.learn(weights, loss, labels, 1e-9);
  }
}

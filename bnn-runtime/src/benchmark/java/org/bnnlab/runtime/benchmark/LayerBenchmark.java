package org.bnnlab.runtime.benchmark;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.bnnlab.runtime.kernel.BinaryLayer;
import org.bnnlab.runtime.kernel.Blocks;
import org.bnnlab.runtime.kernel.CountLayer;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.kernel.Pointwise;
import org.bnnlab.runtime.kernel.SignLayer;
import org.bnnlab.runtime.kernel.SignLayout;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Window;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Single binary layers, 3x3 with a border of zeros, one thread: with nothing but a sign behind
 * them, and on the path of residual networks. {@code KernelBenchmark} beside this package gives
 * shares of the machine's limit; this one gives times with their spread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 8, time = 1)
public class LayerBenchmark {

  private static final int RANGE = 2048;

  /** Side and channels. */
  @Param({"56x64", "28x128", "14x256", "7x512", "32x16", "16x32", "8x64"})
  public String shape = "";

  /** See {@link KernelChoice#named}. */
  @Param("auto")
  public String kernels = "";

  private Kernels chosen = KernelChoice.best().kernels();
  private BinaryLayer layer = layer(1, 1);
  private SignLayer sign = sign(layer);
  private Pointwise signOnly = new Pointwise(1);
  private CountLayer counts = new CountLayer(layer, signOnly, sign, chosen.comparison());
  private Pointwise residual = new Pointwise(1);
  private int pixels;
  private int stride;
  private int range;
  private int[] in = {};
  private int[] windows = {};
  private int[] out = {};
  private float[] values = {};
  private float[] shortcut = {};

  /** Lays the layer out. */
  @Setup(Level.Trial)
  public void prepare() {
    String[] sizes = shape.split("x", 2);
    int side = Integer.parseInt(sizes[0]);
    int channels = Integer.parseInt(sizes[1]);
    chosen = KernelChoice.named(kernels).kernels();
    layer = layer(side, channels);
    sign = sign(layer);
    counts = new CountLayer(layer, new Pointwise(channels), sign, chosen.comparison());
    signOnly = new Pointwise(channels);
    signOnly.sign(sign);
    signOnly.ends();
    residual = new Pointwise(channels);
    residual.affine(Floats.constant(channels, 0.01f), Floats.constant(channels, 0.1f));
    residual.add();
    residual.clamp(-1, 1);
    residual.keep();
    residual.sign(sign);
    residual.ends();
    pixels = side * side;
    stride = Blocks.stride(channels);
    range = Math.max(16, RANGE / stride);
    in = layer.input().buffer();
    windows = new int[layer.windowWords(range)];
    out = sign.layout().buffer();
    values = new float[range * stride];
    shortcut = new float[pixels * stride];
  }

  /** Sums, compared with a threshold, packed. */
  @Benchmark
  public int[] threshold() {
    for (int from = 0; from < pixels; from += range) {
      int to = Math.min(from + range, pixels);
      if (chosen.comparison().takes(layer)) {
        chosen.comparison().signs(counts, in, windows, from, to, out);
      } else {
        chosen.binary(layer, 0, in, windows, from, to, values, 0, stride);
        chosen.pointwise(signOnly, values, from, to, shortcut, shortcut, out);
      }
    }
    return out;
  }

  /** Sums, affine map, shortcut, hardtanh, kept, sign, packed. */
  @Benchmark
  public int[] residual() {
    for (int from = 0; from < pixels; from += range) {
      int to = Math.min(from + range, pixels);
      chosen.binary(layer, 0, in, windows, from, to, values, 0, stride);
      chosen.pointwise(residual, values, from, to, shortcut, shortcut, out);
    }
    return out;
  }

  private static BinaryLayer layer(int side, int channels) {
    Window window = new Window(channels, channels, 1, 3, 1, 1, 1, Border.ZERO);
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = new float[window.weights()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return new BinaryLayer(window, new Extent(channels, side, side), Bits.signs(weights));
  }

  private static SignLayer sign(BinaryLayer layer) {
    int channels = layer.output().channels();
    SignLayout next = SignLayout.of(layer.output(), layer.window());
    return new SignLayer(next, Floats.constant(channels, 0), Bits.zeros(channels));
  }
}

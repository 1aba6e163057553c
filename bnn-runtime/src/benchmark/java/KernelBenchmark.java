import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.bnnlab.runtime.engine.Engine;
import org.bnnlab.runtime.engine.StageFacts;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.kernel.Limit;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;

/**
 * Share of the machine's limit that single layers reach, one thread. Limit and layers are measured
 * in turns in one run, medians over rounds: only ratios count.
 *
 * <p>Each layer stands three times: with a threshold behind it and borders of zero or of -1, and on
 * the path that residual networks take (affine, shortcut, hardtanh, kept, next sign).
 *
 * <pre>java --add-modules jdk.incubator.vector -cp bnn-runtime/target/classes \
 *   bnn-runtime/src/benchmark/java/KernelBenchmark.java [scalar|vector256|vector512]</pre>
 */
public final class KernelBenchmark {

  private static final int ROUNDS = 15;

  /** The limit's rounds take about as long. */
  private static final long MOMENT = 25_000_000;

  private KernelBenchmark() {}

  private record Shape(int side, int channels, int kernel, int stride) {
    @Override
    public String toString() {
      return "%dx%dx%d, %dx%d/%d".formatted(side, side, channels, kernel, kernel, stride);
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(56, 64, 3, 1),
          new Shape(28, 128, 3, 1),
          new Shape(14, 256, 3, 1),
          new Shape(7, 512, 3, 1),
          new Shape(32, 16, 3, 1),
          new Shape(16, 32, 3, 1),
          new Shape(8, 64, 3, 1),
          new Shape(56, 64, 3, 2),
          new Shape(28, 128, 3, 2),
          new Shape(28, 128, 1, 1),
          new Shape(14, 256, 1, 1));

  /** Prints the table. */
  public static void main(String[] arguments) {
    KernelChoice choice = KernelChoice.named(arguments.length == 0 ? "auto" : arguments[0]);
    Kernels kernels = choice.kernels();
    System.out.printf("kernels: %s (%s)%n", kernels.name(), choice.reason());
    Limit.gops(kernels);
    List<List<Engine>> engines = SHAPES.stream().map(shape -> engines(shape, kernels)).toList();
    // The compiler sees all shapes before any is measured, as it does in a network.
    for (int turn = 0; turn < 3; turn++) {
      engines.forEach(ofShape -> ofShape.forEach(KernelBenchmark::warmUp));
    }
    System.out.printf(
        "%-20s %8s | %6s %6s %6s | %s%n",
        "layer", "limit", "zero", "-1", "real", "zero over -1, real over zero (time)");
    for (int i = 0; i < SHAPES.size(); i++) {
      measure(SHAPES.get(i), engines.get(i), kernels);
    }
  }

  private static List<Engine> engines(Shape shape, Kernels kernels) {
    List<Engine> engines = new ArrayList<>();
    engines.add(new Engine(threshold(shape, Border.ZERO), kernels, 1));
    engines.add(new Engine(threshold(shape, Border.MINUS_ONE), kernels, 1));
    if (shape.stride() == 1) {
      engines.add(new Engine(residual(shape), kernels, 1));
    }
    return engines;
  }

  private static void warmUp(Engine engine) {
    long end = System.nanoTime() + 200_000_000L;
    while (System.nanoTime() < end) {
      time(engine);
    }
  }

  private static void measure(Shape shape, List<Engine> engines, Kernels kernels) {
    double[][] nanos = new double[engines.size()][ROUNDS];
    double[] limits = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      limits[round] = Limit.gops(kernels);
      for (int i = 0; i < engines.size(); i++) {
        nanos[i][round] = time(engines.get(i));
      }
    }
    double limit = median(limits);
    long macs = layer(engines.getFirst()).macs();
    double[] times = Arrays.stream(nanos).mapToDouble(KernelBenchmark::median).toArray();
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-20s %8.0f |", shape, limit));
    for (double time : times) {
      line.append(String.format(Locale.ROOT, " %4.0f %%", 100 * 2.0 * macs / time / limit));
    }
    line.append(String.format(Locale.ROOT, " | %.2f", times[0] / times[1]));
    if (times.length > 2) {
      line.append(String.format(Locale.ROOT, ", %.2f", times[2] / times[0]));
    }
    System.out.println(line);
  }

  private static StageFacts layer(Engine engine) {
    return engine.stages().stream().filter(StageFacts::binary).findFirst().orElseThrow();
  }

  /** Nanoseconds of the first binary stage, the best within a moment as long as the limit's. */
  private static double time(Engine engine) {
    int stage = engine.stages().indexOf(layer(engine));
    float[] image = new float[engine.program().input().values()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 7 - 3;
    }
    float[] logits = new float[engine.program().outputs()];
    double best = Double.POSITIVE_INFINITY;
    long end = System.nanoTime() + MOMENT;
    while (System.nanoTime() < end) {
      long[] nanos = new long[engine.stages().size()];
      engine.profile(image, logits, nanos);
      best = Math.min(best, nanos[stage]);
    }
    return best;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static Program threshold(Shape shape, Border border) {
    List<Step> steps = start(shape, border);
    steps.add(new Step("next", sign(shape), List.of(2)));
    Window one = new Window(shape.channels(), 16, 1, 1, 1, 1, 0, Border.ZERO);
    steps.add(new Step("after", new Op.BinaryConvolution(one, bits(one.weights())), List.of(3)));
    steps.add(new Step("pool", new Op.GlobalAveragePool(), List.of(4)));
    return new Program(Facts.NONE, steps);
  }

  private static Program residual(Shape shape) {
    List<Step> steps = start(shape, Border.ZERO);
    int channels = shape.channels();
    Op affine = new Op.Affine(Floats.constant(channels, 0.01f), Floats.constant(channels, 0.1f));
    steps.add(new Step("bn", affine, List.of(2)));
    steps.add(new Step("add", new Op.Add(), List.of(3, 0)));
    steps.add(new Step("act", new Op.Clamp(-1, 1), List.of(4)));
    steps.add(new Step("next", sign(shape), List.of(5)));
    Window same = new Window(channels, channels, 1, 1, 1, 1, 0, Border.ZERO);
    steps.add(new Step("after", new Op.BinaryConvolution(same, bits(same.weights())), List.of(6)));
    steps.add(new Step("sum", new Op.Add(), List.of(7, 5)));
    steps.add(new Step("pool", new Op.GlobalAveragePool(), List.of(8)));
    return new Program(Facts.NONE, steps);
  }

  private static List<Step> start(Shape shape, Border border) {
    int channels = shape.channels();
    Window window =
        new Window(
            channels, channels, 1, shape.kernel(), shape.stride(), 1, shape.kernel() / 2, border);
    Extent extent = new Extent(channels, shape.side(), shape.side());
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("in", new Op.Input(extent), List.of()));
    steps.add(new Step("sign", sign(shape), List.of(0)));
    steps.add(
        new Step("layer", new Op.BinaryConvolution(window, bits(window.weights())), List.of(1)));
    return steps;
  }

  private static Op sign(Shape shape) {
    return new Op.Sign(Floats.constant(shape.channels(), 0), Bits.zeros(shape.channels()));
  }

  private static Bits bits(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Bits.signs(values);
  }
}

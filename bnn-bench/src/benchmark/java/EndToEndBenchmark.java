import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.export.Compiler;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.bnnlab.runtime.engine.Engine;
import org.bnnlab.runtime.file.BnnFile;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Program;

/**
 * Whole networks, packed, beside the same network of real values in libtorch: measured in turns in
 * one run, medians over rounds of the best of five calls. Parameters are drawn; they do not change
 * the work.
 *
 * <pre>java --add-modules jdk.incubator.vector -cp bnn-bench/target/classes:$(cat \
 *   bnn-bench/target/classpath.txt) bnn-bench/src/benchmark/java/EndToEndBenchmark.java</pre>
 */
public final class EndToEndBenchmark {

  private static final int ROUNDS = 15;
  private static final TrainingProgress END = TrainingProgress.ofEpoch(0, 1);

  private EndToEndBenchmark() {}

  /** A packed network and the float network that it is compared with. */
  private record Pair(String method, String architecture, String real, int side, int batch) {}

  private static final List<Pair> PAIRS =
      List.of(
          new Pair("recu", "resnet18", "resnet18", 224, 1),
          new Pair("birealnet", "birealnet18", "resnet18", 224, 1),
          new Pair("recu", "resnet20", "resnet20", 32, 128));

  /** Prints the table. */
  public static void main(String[] arguments) {
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    KernelChoice choice = KernelChoice.named(arguments.length == 0 ? "auto" : arguments[0]);
    System.out.printf("kernels: %s (%s)%n", choice.kernels().name(), choice.reason());
    System.out.printf(
        "%-24s %10s %10s %10s | %8s %8s | %9s %9s%n",
        "network", "1 thread", "2 threads", "float", "speed-up", "threads", "file kB", "memory kB");
    for (Pair pair : PAIRS) {
      measure(pair, choice);
    }
  }

  private static void measure(Pair pair, KernelChoice choice) {
    Shape shape = new Shape(3, pair.side, pair.side);
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager);
        NDManager owner = manager.newSubManager()) {
      Program program = packed(pair, shape);
      NetworkExecutor real = executor("float", pair.real, shape, state);
      float[] images = gaussians(pair.batch * (int) shape.size());
      NDArray batch = owner.create(FloatBuffer.wrap(images), new Shape(pair.batch).addAll(shape));
      try (Engine one = new Engine(program, choice.kernels(), 1);
          Engine two = new Engine(program, choice.kernels(), 2);
          Predictor predictor = real.predictor(owner, END, Evaluation.MODE)) {
        float[][] single = split(images, (int) shape.size());
        float[][] logits = new float[single.length][program.outputs()];
        double[][] nanos = new double[3][ROUNDS];
        warmUp(one, single[0]);
        for (int round = 0; round < ROUNDS; round++) {
          nanos[0][round] = best(() -> run(one, single, logits));
          nanos[1][round] = best(() -> run(two, single, logits));
          nanos[2][round] = best(() -> predictor.logits(batch).close());
        }
        print(pair, program, one, nanos);
      }
    }
  }

  private static void print(Pair pair, Program program, Engine engine, double[][] nanos) {
    double[] ms = Arrays.stream(nanos).mapToDouble(of -> median(of) / 1e6 / pair.batch).toArray();
    System.out.printf(
        Locale.ROOT,
        "%-24s %7.2f ms %7.2f ms %7.2f ms | %7.2fx %7.2fx | %9d %9d%n",
        pair.method + " " + pair.architecture + " x" + pair.batch,
        ms[0],
        ms[1],
        ms[2],
        ms[2] / ms[0],
        ms[0] / ms[1],
        BnnFile.size(program) / 1000,
        engine.bufferBytes() / 1000);
  }

  private static void warmUp(Engine engine, float[] image) {
    float[] logits = new float[engine.program().outputs()];
    engine.warmUp();
    long end = System.nanoTime() + 5_000_000_000L;
    while (System.nanoTime() < end) {
      engine.run(image, logits);
    }
  }

  /** Threads share a single image; of many, each takes whole ones. */
  private static void run(Engine engine, float[][] images, float[][] logits) {
    if (images.length == 1) {
      engine.run(images[0], logits[0]);
    } else {
      engine.runAll(images, logits);
    }
  }

  /** The best of some calls: whatever else runs on the machine disturbs the others. */
  private static double best(Runnable call) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      call.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  private static Program packed(Pair pair, Shape image) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        StateStore state = new StateStore(manager)) {
      NetworkExecutor executor = executor(pair.method, pair.architecture, image, state);
      Map<String, float[]> parameters = new LinkedHashMap<>();
      state
          .tensors(StateStore.Kind.MODEL)
          .forEach((name, tensor) -> parameters.put(name, tensor.toFloatArray()));
      return Compiler.compile(
              executor.network(),
              parameters,
              executor.inferenceWeights(END, Evaluation.MODE),
              Facts.NONE)
          .program();
    }
  }

  private static NetworkExecutor executor(
      String method, String architecture, Shape image, StateStore state) {
    Network network =
        Resolver.resolve(
            Architectures.load().get(architecture),
            Map.of(),
            Methods.load().create(method, Map.of(), null),
            image,
            image.get(1) == 32 ? 10 : 1000);
    NetworkExecutor executor = new NetworkExecutor(network, state, new RandomStreams(7));
    executor.initialize();
    return executor;
  }

  private static float[][] split(float[] images, int size) {
    float[][] single = new float[images.length / size][];
    for (int i = 0; i < single.length; i++) {
      single[i] = Arrays.copyOfRange(images, i * size, (i + 1) * size);
    }
    return single;
  }

  private static float[] gaussians(int count) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

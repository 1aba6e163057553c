import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The float and the eight-bit ResNet-18 in ONNX Runtime, one thread, batch 1, 224x224: medians over
 * rounds of the best of five calls, as {@code EndToEndBenchmark} measures, which is to be run in
 * the same sitting.
 *
 * <pre>mvn -Pbenchmark -pl bnn-bench -am verify -DskipTests</pre>
 */
public final class OnnxRuntimeBenchmark {

  private static final int ROUNDS = 15;

  private OnnxRuntimeBenchmark() {}

  /** Prints two lines. */
  public static void main(String[] arguments) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[] image = new float[3 * 224 * 224];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 13 / 6f - 1;
    }
    long[] shape = {1, 3, 224, 224};
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      for (boolean quantized : new boolean[] {false, true}) {
        try (OrtSession session =
                environment.createSession(OnnxResNet18.model(quantized), options);
            OnnxTensor in = OnnxTensor.createTensor(environment, FloatBuffer.wrap(image), shape)) {
          double[] nanos = new double[ROUNDS];
          best(session, in);
          for (int round = 0; round < ROUNDS; round++) {
            nanos[round] = best(session, in);
          }
          Arrays.sort(nanos);
          System.out.printf(
              Locale.ROOT,
              "ONNX Runtime %s, ResNet-18 %s: %.2f ms%n",
              environment.getVersion(),
              quantized ? "int8" : "float",
              nanos[ROUNDS / 2] / 1e6);
        }
      }
    }
  }

  private static double best(OrtSession session, OnnxTensor in) throws OrtException {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      session.run(Map.of("image", in)).close();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}

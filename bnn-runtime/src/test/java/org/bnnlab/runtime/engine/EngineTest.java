package org.bnnlab.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever runs a program, on however many threads, gives the same bits and leaves no garbage. */
class EngineTest {

  private static final int IMAGES = 7;
  private static final Program PROGRAM = residualNetwork();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scalar",
        "vector256-adders",
        "vector256-popcount",
        "vector512-adders",
        "vector512-popcount"
      })
  void threads_that_share_an_image_or_many_give_the_bits_of_one_scalar_thread(String name) {
    Kernels kernels = KernelChoice.named(name).kernels();
    float[][] images = images();
    float[][] expected = alone(images);

    try (Engine engine = new Engine(PROGRAM, kernels, 3)) {
      float[][] shared = new float[IMAGES][PROGRAM.outputs()];
      float[][] apart = new float[IMAGES][PROGRAM.outputs()];
      for (int i = 0; i < IMAGES; i++) {
        engine.run(images[i], shared[i]);
      }
      engine.runAll(images, apart);

      assertThat(shared).isDeepEqualTo(expected);
      assertThat(apart).isDeepEqualTo(expected);
    }
  }

  @Test
  void scalar_kernels_answer_with_the_same_bits_until_the_others_are_warm() {
    float[][] images = images();
    float[][] expected = alone(images);
    float[] logits = new float[PROGRAM.outputs()];
    Kernels fastest = KernelChoice.named("vector256-popcount").kernels();

    try (Engine engine = new Engine(PROGRAM, fastest, 1)) {
      engine.startOnScalar();
      assertThat(engine.current().name()).isEqualTo("scalar");
      long end = System.nanoTime() + 60_000_000_000L;
      for (int i = 0; engine.current() != fastest && System.nanoTime() < end; i++) {
        engine.run(images[i % IMAGES], logits);
        assertThat(logits).isEqualTo(expected[i % IMAGES]);
      }
      assertThat(engine.current()).isSameAs(fastest);
      engine.run(images[0], logits);
      assertThat(logits).isEqualTo(expected[0]);
    }
  }

  @Test
  void callers_do_not_disturb_each_other() throws Exception {
    float[][] images = images();
    float[][] expected = alone(images);
    float[][] found = new float[IMAGES][PROGRAM.outputs()];

    try (Engine engine = new Engine(PROGRAM, KernelChoice.best().kernels(), 2);
        ExecutorService callers = Executors.newFixedThreadPool(3)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        int image = i;
        calls.add(callers.submit(() -> engine.run(images[image], found[image])));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }

    assertThat(found).isDeepEqualTo(expected);
  }

  @Test
  void a_call_allocates_nothing_once_the_compiler_is_through() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    float[] image = images()[0];
    float[] logits = new float[PROGRAM.outputs()];
    // Plain kernels allocate in no stage of compilation; vectors do until they are compiled.
    try (Engine engine = new Engine(PROGRAM, KernelChoice.named("scalar").kernels(), 1)) {
      // What the JVM itself puts on the heap now and then (call sites it links) is not a call's.
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 50 && least > 0; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        engine.run(image, logits);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }

      assertThat(least).isZero();
    }
  }

  @Test
  void an_image_of_the_wrong_size_fails_the_call_and_not_the_engine() {
    float[][] images = images();
    float[][] expected = alone(images);
    float[][] found = new float[IMAGES][PROGRAM.outputs()];
    float[][] broken = images.clone();
    broken[3] = new float[1];

    try (Engine engine = new Engine(PROGRAM, KernelChoice.best().kernels(), 2)) {
      assertThatThrownBy(() -> engine.runAll(broken, found)).isInstanceOf(RuntimeException.class);
      engine.runAll(images, found);
    }

    assertThat(found).isDeepEqualTo(expected);
  }

  private static float[][] alone(float[][] images) {
    float[][] logits = new float[IMAGES][PROGRAM.outputs()];
    try (Engine engine = new Engine(PROGRAM, KernelChoice.named("scalar").kernels(), 1)) {
      for (int i = 0; i < IMAGES; i++) {
        engine.run(images[i], logits[i]);
      }
    }
    return logits;
  }

  private static float[][] images() {
    SplittableRandom random = new SplittableRandom(9);
    float[][] images = new float[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      images[i] = gaussians(random, PROGRAM.input().values());
    }
    return images;
  }

  /** A stem and blocks with every kind of pass; channels of narrow, odd and wide layers. */
  private static Program residualNetwork() {
    SplittableRandom random = new SplittableRandom(4);
    List<Step> steps = new ArrayList<>();
    add(steps, new Op.Input(new Extent(3, 33, 33)));
    int value = real(steps, random, new Window(3, 16, 1, 3, 2, 1, 1, Border.ZERO), 0);
    value = block(steps, random, new Window(16, 16, 1, 3, 1, 1, 1, Border.ZERO), value, true);
    value = block(steps, random, new Window(16, 16, 4, 3, 1, 1, 1, Border.PLUS_ONE), value, false);
    value = real(steps, random, new Window(16, 72, 1, 1, 2, 1, 0, Border.ZERO), value);
    value = block(steps, random, new Window(72, 72, 1, 3, 1, 1, 1, Border.MINUS_ONE), value, true);
    value = block(steps, random, new Window(72, 72, 1, 1, 1, 1, 0, Border.ZERO), value, false);
    Window signed = new Window(72, 72, 1, 3, 1, 1, 1, Border.ZERO);
    Bits signs = Bits.signs(gaussians(random, signed.weights()));
    value = add(steps, new Op.SignedConvolution(signed, signs), value);
    value = add(steps, new Op.MaxPool(3, 2, 1), value);
    int pooled = add(steps, new Op.GlobalAveragePool(), value);
    int gate = add(steps, new Op.Sigmoid(), pooled);
    value = add(steps, new Op.Multiply(), value, gate);
    value = add(steps, new Op.Add(), value, pooled);
    value = add(steps, new Op.GlobalAveragePool(), value);
    real(steps, random, Window.dense(72, 10), value);
    return new Program(Facts.NONE, steps);
  }

  private static int block(
      List<Step> steps, SplittableRandom random, Window window, int from, boolean hardtanh) {
    int channels = window.outputs();
    Bits inverted = Bits.signs(gaussians(random, channels));
    int value = add(steps, new Op.Sign(floats(random, channels), inverted), from);
    Bits weights = Bits.signs(gaussians(random, window.weights()));
    value = add(steps, new Op.BinaryConvolution(window, weights), value);
    value = add(steps, new Op.Affine(small(channels), floats(random, channels)), value);
    value = add(steps, new Op.Add(), value, from);
    if (hardtanh) {
      return add(steps, new Op.Clamp(-1, 1), value);
    }
    value = add(steps, new Op.PRelu(floats(random, channels)), value);
    return add(steps, new Op.Affine(small(channels), floats(random, channels)), value);
  }

  private static int real(List<Step> steps, SplittableRandom random, Window window, int from) {
    return add(steps, new Op.RealConvolution(window, floats(random, window.weights())), from);
  }

  private static int add(List<Step> steps, Op op, Integer... inputs) {
    steps.add(new Step("step" + steps.size(), op, List.of(inputs)));
    return steps.size() - 1;
  }

  private static Floats small(int count) {
    return Floats.constant(count, 0.05f);
  }

  private static Floats floats(SplittableRandom random, int count) {
    return Floats.of(gaussians(random, count));
  }

  private static float[] gaussians(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}

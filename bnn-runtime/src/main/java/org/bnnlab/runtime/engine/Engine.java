package org.bnnlab.runtime.engine;

import java.util.ArrayDeque;
import java.util.List;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.kernel.ScalarKernels;
import org.bnnlab.runtime.program.Program;

/**
 * Runs a program. Any number of threads may call at once: each call takes a set of buffers that a
 * former one has left, or makes one.
 */
public final class Engine implements AutoCloseable {

  private final Program program;
  private final Kernels kernels;
  private final Plan plan;
  private final Workers workers;
  private final ArrayDeque<Session> idle = new ArrayDeque<>();

  /** What the next call runs on. */
  private volatile Kernels current;

  private volatile boolean closed;

  /**
   * Plans a program.
   *
   * @param threads threads that share the rows of one image, or the images of many
   */
  public Engine(Program program, Kernels kernels, int threads) {
    this.program = program;
    this.kernels = kernels;
    this.plan = Planner.plan(program, kernels.comparison());
    this.workers = new Workers(threads);
    this.current = kernels;
  }

  /**
   * Has the kernels compiled, which takes a second or two; without it the first calls do, and take
   * longer.
   */
  public void warmUp() {
    Session session = take();
    session.enter(new float[program.input().values()], kernels);
    new WarmUp(plan).run(session, () -> closed);
    giveBack(session);
  }

  /** What the next call runs on. */
  Kernels current() {
    return current;
  }

  /**
   * Answers on scalar kernels, which give the same bits and are compiled at once, while the others
   * warm up in the background.
   */
  public void startOnScalar() {
    current = new ScalarKernels();
    Runnable background =
        () -> {
          try {
            warmUp();
          } finally {
            current = kernels;
          }
        };
    Thread.ofPlatform().daemon().name("bnn-runtime-warm-up").start(background);
  }

  /** The program. */
  public Program program() {
    return program;
  }

  /** The kernels that it runs on. */
  public Kernels kernels() {
    return kernels;
  }

  /**
   * One prediction; the threads share the rows of the image.
   *
   * @param image values ordered by channel, row, column, as the network was trained on
   * @param logits receives what comes out
   */
  public void run(float[] image, float[] logits) {
    Session session = take();
    session.enter(image, current);
    for (int i = 0; i < plan.stages().size(); i++) {
      workers.run(session.begin(i));
    }
    session.leave(logits);
    giveBack(session);
  }

  /**
   * Many predictions; each thread takes whole images.
   *
   * @param images values of each image, see {@link #run}
   * @param logits receives what comes out of each
   */
  public void runAll(float[][] images, float[][] logits) {
    workers.run(
        new Workers.Task() {
          @Override
          public int parts() {
            return images.length;
          }

          @Override
          public void run(int part, int thread) {
            alone(images[part], logits[part]);
          }
        });
  }

  private void alone(float[] image, float[] logits) {
    Session session = take();
    session.enter(image, current);
    session.whole();
    session.leave(logits);
    giveBack(session);
  }

  /**
   * One prediction that adds the nanoseconds of every stage.
   *
   * @param nanos one entry for each of {@link #stages}
   */
  public void profile(float[] image, float[] logits, long[] nanos) {
    Session session = take();
    session.enter(image, current);
    for (int i = 0; i < plan.stages().size(); i++) {
      long start = System.nanoTime();
      workers.run(session.begin(i));
      nanos[i] += System.nanoTime() - start;
    }
    session.leave(logits);
    giveBack(session);
  }

  /** What a prediction consists of, in order. */
  public List<StageFacts> stages() {
    return plan.stages().stream()
        .map(
            stage ->
                new StageFacts(
                    stage.path(),
                    stage.kind(),
                    stage.steps(),
                    stage.output(),
                    stage.macs(),
                    stage.binary()))
        .toList();
  }

  /** Bytes of the buffers that one call at a time takes. */
  public long bufferBytes() {
    return plan.memory().bytes() + plan.room().bytes() * workers.threads();
  }

  private synchronized Session take() {
    Session session = idle.poll();
    return session != null ? session : new Session(program, plan, kernels, workers.threads());
  }

  private synchronized void giveBack(Session session) {
    idle.push(session);
  }

  @Override
  public void close() {
    closed = true;
    workers.close();
  }
}

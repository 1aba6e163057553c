package org.bnnlab.runtime.engine;

import java.util.ArrayDeque;
import java.util.List;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.program.Extent;
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

  /** Buffers of one call. */
  private record Session(Frame frame, Workers.Scratch scratch) {}

  /**
   * Plans a program.
   *
   * @param threads threads that share the rows of one image
   */
  public Engine(Program program, Kernels kernels, int threads) {
    this.program = program;
    this.kernels = kernels;
    this.plan = Planner.plan(program);
    this.workers = new Workers(threads);
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
   * One prediction.
   *
   * @param image values ordered by channel, row, column, as the network was trained on
   * @param logits receives what comes out
   */
  public void run(float[] image, float[] logits) {
    Session session = take();
    enter(image, session.frame);
    for (int i = 0; i < plan.stages().size(); i++) {
      workers.run(plan.stages().get(i), session.frame, session.scratch);
    }
    leave(session.frame, logits);
    giveBack(session);
  }

  /**
   * One prediction that adds the nanoseconds of every stage.
   *
   * @param nanos one entry for each of {@link #stages}
   */
  public void profile(float[] image, float[] logits, long[] nanos) {
    Session session = take();
    enter(image, session.frame);
    for (int i = 0; i < plan.stages().size(); i++) {
      long start = System.nanoTime();
      workers.run(plan.stages().get(i), session.frame, session.scratch);
      nanos[i] += System.nanoTime() - start;
    }
    leave(session.frame, logits);
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
    return plan.memory().bytes() + 4L * plan.scratch() * workers.threads();
  }

  private synchronized Session take() {
    Session session = idle.poll();
    return session != null
        ? session
        : new Session(plan.frame(kernels), new Workers.Scratch(workers.threads(), plan.scratch()));
  }

  private synchronized void giveBack(Session session) {
    idle.push(session);
  }

  private void enter(float[] image, Frame frame) {
    Extent extent = program.input();
    float[] values = frame.reals[0];
    int stride = plan.inputStride();
    int pixels = extent.pixels();
    for (int c = 0; c < extent.channels(); c++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        values[pixel * stride + c] = image[c * pixels + pixel];
      }
    }
  }

  private void leave(Frame frame, float[] logits) {
    int last = program.steps().size() - 1;
    System.arraycopy(frame.reals[last], 0, logits, 0, program.outputs());
  }

  @Override
  public void close() {
    workers.close();
  }
}

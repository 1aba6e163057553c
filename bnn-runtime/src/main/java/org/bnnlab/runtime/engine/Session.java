package org.bnnlab.runtime.engine;

import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Program;

/** The buffers of one call, and the stage that it has reached; one call at a time. */
final class Session implements Workers.Task {

  private final Program program;
  private final Plan plan;
  private final Frame frame;
  private final Room[] rooms;
  private Stage stage;

  Session(Program program, Plan plan, Kernels kernels, int threads) {
    this.program = program;
    this.plan = plan;
    this.frame = plan.frame(kernels);
    this.rooms = new Room[threads];
    for (int i = 0; i < threads; i++) {
      rooms[i] = new Room(plan.room());
    }
    this.stage = plan.stages().getFirst();
  }

  /** A few pixels of a stage, on whatever the buffers hold. */
  void tiny(Stage some, int pixels) {
    some.run(frame, 0, Math.min(pixels, some.output().pixels()), rooms[0]);
  }

  /** All stages on whatever the buffers hold, by one thread. */
  void whole() {
    for (int i = 0; i < plan.stages().size(); i++) {
      begin(i);
      for (int part = 0; part < parts(); part++) {
        run(part, 0);
      }
    }
  }

  /** Takes an image, ordered by channel, row, column, and the kernels of this call. */
  void enter(float[] image, Kernels kernels) {
    frame.kernels = kernels;
    Extent extent = program.input();
    float[] values = frame.reals[0];
    int stride = plan.inputStride();
    int pixels = extent.pixels();
    for (int c = 0; c < extent.channels(); c++) {
      int from = c * pixels;
      int to = c;
      for (int pixel = 0; pixel < pixels; pixel++) {
        values[to] = image[from + pixel];
        to += stride;
      }
    }
  }

  /** Makes a stage the next one. */
  Workers.Task begin(int number) {
    stage = plan.stages().get(number);
    stage.source().prepare(frame);
    return this;
  }

  @Override
  public int parts() {
    return stage.ranges();
  }

  @Override
  public void run(int part, int thread) {
    stage.run(frame, part, rooms[thread]);
  }

  /** Gives the logits. */
  void leave(float[] logits) {
    int last = program.steps().size() - 1;
    System.arraycopy(frame.reals[last], 0, logits, 0, program.outputs());
  }
}

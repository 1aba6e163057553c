package org.bnnlab.runtime.program;

/**
 * The memory that running a program may take, an upper bound from its steps alone: what is laid out
 * when it is loaded, and the values that live at the same time. A small file can describe very
 * large activations; a reader asks here before anything is allocated.
 */
public final class Demand {

  /** Channels are computed in blocks of so many. */
  private static final int BLOCK = 16;

  private final Program program;

  private Demand(Program program) {
    this.program = program;
  }

  /** Bytes that loading a program and predicting on one thread may take. */
  public static long bytes(Program program) {
    Demand demand = new Demand(program);
    return demand.tables() + demand.values() + demand.images();
  }

  /** Laid out weights, places of pixels, and inputs with their borders. */
  private long tables() {
    long bytes = 0;
    for (int i = 0; i < program.steps().size(); i++) {
      Step step = program.steps().get(i);
      bytes +=
          switch (step.op()) {
            case Op.BinaryConvolution o -> binary(i, o.window());
            case Op.SignedConvolution o -> real(i, o.window());
            case Op.RealConvolution o -> real(i, o.window());
            case Op.Sign ignored -> 4L * program.extent(i).pixels();
            default -> 0;
          };
    }
    return bytes;
  }

  private long binary(int step, Window window) {
    Extent output = program.extent(step);
    long groupWords = Math.ceilDiv(window.groupInputs(), Long.SIZE);
    long kernel = window.kernel();
    long classes =
        Math.min(output.height(), 2 * kernel + 1) * Math.min(output.width(), 2 * kernel + 1);
    return 8L * blocks(window) * kernel * kernel * groupWords
        + 4L * blocks(window) * classes
        + 8L * output.pixels()
        + 8L * window.groups() * groupWords * bordered(step, window);
  }

  private long real(int step, Window window) {
    long inputs = rounded(window.inputs());
    return 4L * blocks(window) * window.taps()
        + 4L * program.extent(step).pixels()
        + 4L * inputs * bordered(step, window);
  }

  /** Output channels, those that only fill a block included. */
  private static long blocks(Window window) {
    return (long) window.groups() * rounded(window.groupOutputs());
  }

  private static long rounded(int channels) {
    return (long) Math.ceilDiv(channels, BLOCK) * BLOCK;
  }

  private long bordered(int step, Window window) {
    Extent input = program.extent(program.steps().get(step).inputs().getFirst());
    return (input.height() + 2L * window.padding()) * (input.width() + 2L * window.padding());
  }

  /** The most that lives between two steps. */
  private long values() {
    int count = program.steps().size();
    int[] lastUse = new int[count];
    for (int i = 0; i < count; i++) {
      for (int input : program.steps().get(i).inputs()) {
        lastUse[input] = i;
      }
    }
    long[] freed = new long[count];
    long living = 0;
    long most = 0;
    for (int i = 0; i < count; i++) {
      Extent extent = program.extent(i);
      long bytes = 4 * rounded(extent.channels()) * extent.pixels();
      living += bytes;
      most = Math.max(most, living);
      freed[Math.max(i, lastUse[i])] += bytes;
      living -= freed[i];
    }
    return most;
  }

  /** Images on their way through the preprocessing. */
  private long images() {
    long most = 0;
    ImageSize size = new ImageSize(1, 1);
    for (ImageStep step : program.facts().preprocessing().steps()) {
      size = step.output(size);
      most = Math.max(most, 2L * program.input().channels() * size.pixels());
    }
    return most;
  }
}

package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bnnlab.runtime.kernel.Limit;

/** How long predictions take, and which stages take it; predictions follow one another. */
public final class Latency {

  private static final int PROFILED = 101;

  private final long[] nanos;
  private final List<Line> lines;
  private final double limit;

  private Latency(long[] nanos, List<Line> lines, double limit) {
    this.nanos = nanos;
    this.lines = List.copyOf(lines);
    this.limit = limit;
  }

  /**
   * One stage.
   *
   * @param facts what it is
   * @param nanos median time of a prediction
   */
  public record Line(StageFacts facts, double nanos) {
    /** 10^9 operations a second, two for each product. */
    public double gops() {
      return 2.0 * (double) facts.macs() / nanos;
    }
  }

  /**
   * Measures an engine after warming it up.
   *
   * @param runs predictions that are measured
   */
  public static Latency measure(Engine engine, int runs) {
    float[] image = new float[engine.program().input().values()];
    float[] logits = new float[engine.program().outputs()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (i * 37 % 101 - 50) / 25f;
    }
    engine.warmUp();
    long warm = System.nanoTime() + 2_000_000_000L;
    while (System.nanoTime() < warm) {
      engine.run(image, logits);
    }
    double limit = Limit.gops(engine.kernels());
    long[] nanos = new long[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      engine.run(image, logits);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    List<StageFacts> stages = engine.stages();
    long[][] profiles = new long[PROFILED][stages.size()];
    for (long[] profile : profiles) {
      engine.profile(image, logits, profile);
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      int stage = i;
      long[] ofStage = Arrays.stream(profiles).mapToLong(profile -> profile[stage]).toArray();
      Arrays.sort(ofStage);
      lines.add(new Line(stages.get(i), ofStage[PROFILED / 2]));
    }
    return new Latency(nanos, lines, limit);
  }

  /** Nanoseconds that a share of the predictions stayed within. */
  public double quantile(double share) {
    return nanos[(int) Math.min(nanos.length - 1L, (long) (share * nanos.length))];
  }

  /** The stages in order. */
  public List<Line> lines() {
    return lines;
  }

  /** 10^9 operations a second that one thread reaches in registers. */
  public double limit() {
    return limit;
  }
}

package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Has the kernels of a plan compiled. Vector code is compiled well only after some thousand calls,
 * and slower than scalar code by a factor of hundreds before: so a few pixels of the cheapest
 * stages of each kind are computed again and again, which is many calls and little work.
 */
final class WarmUp {

  private static final int PIXELS = 4;

  /** From so many channels on, kernels take the same way. */
  private static final int WIDE = 64;

  private static final long LONGEST = 15_000_000_000L;

  /** The compiler is through when no stage has become faster for so long. */
  private static final long STEADY = 400_000_000L;

  /** So many whole images in a row are no faster. */
  private static final int WHOLE = 3;

  /** What stages have in common that run the same code. */
  private record Way(String kind, Class<?> source, int channels, List<Object> passes) {
    static Way of(Stage stage) {
      List<Object> passes = new ArrayList<>();
      for (Pass pass : stage.passes()) {
        passes.add(
            pass instanceof Pass.Pointwise points ? points.points().parts() : pass.getClass());
      }
      int channels = Math.min(stage.output().channels(), WIDE);
      return new Way(stage.kind(), stage.source().getClass(), channels, passes);
    }
  }

  /** What calls have taken. */
  private static final class Times {
    long spent;
    long best = Long.MAX_VALUE;

    /** Whether a call was faster than all before. */
    boolean faster(long nanos) {
      spent += nanos;
      boolean faster = nanos < best - best / 8;
      best = Math.min(best, nanos);
      return faster;
    }
  }

  private final IdentityHashMap<Stage, Times> stages = new IdentityHashMap<>();

  WarmUp(Plan plan) {
    Set<Way> ways = new HashSet<>();
    plan.stages().stream()
        .sorted(Comparator.comparingLong(stage -> stage.macs() / stage.output().pixels()))
        .filter(stage -> ways.add(Way.of(stage)))
        .forEach(stage -> stages.put(stage, new Times()));
  }

  /**
   * Runs until nothing gets faster any more, or nobody waits; all stages get the same time. Whole
   * images show in the end that it is so.
   */
  void run(Session session, BooleanSupplier stopped) {
    long start = System.nanoTime();
    long improved = start;
    long now = start;
    while (!stopped.getAsBoolean() && now - start < LONGEST && now - improved < STEADY) {
      Map.Entry<Stage, Times> next =
          Collections.min(
              stages.entrySet(), Comparator.comparingLong(entry -> entry.getValue().spent));
      long before = System.nanoTime();
      session.tiny(next.getKey(), PIXELS);
      now = System.nanoTime();
      if (next.getValue().faster(now - before)) {
        improved = now;
      }
    }
    Times whole = new Times();
    for (int same = 0; !stopped.getAsBoolean() && now - start < LONGEST && same < WHOLE; same++) {
      long before = System.nanoTime();
      session.whole();
      now = System.nanoTime();
      if (whole.faster(now - before)) {
        same = -1;
      }
    }
  }
}

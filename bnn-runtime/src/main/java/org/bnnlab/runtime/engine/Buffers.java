package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.runtime.kernel.SignLayout;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Window;

/**
 * Which values share memory. A value lives from the stage that writes it to the last one that reads
 * it; memory that is free again goes to a later value: real values to any, signs to signs of the
 * same layout, because borders are written once.
 */
final class Buffers {

  private static final int ALWAYS = -1;

  /** Signs of a step in one layout. */
  private record SignKey(int step, SignLayout layout) {}

  /** Geometry of a real buffer with a border of zeros. */
  private record BorderKey(Extent extent, int padding, int size) {}

  /** When a value is written and last read. */
  private static final class Life {
    final int size;
    int written = ALWAYS;
    int read = ALWAYS;
    boolean readInPlace;

    Life(int size) {
      this.size = size;
    }
  }

  private final Map<Integer, Life> reals = new HashMap<>();
  private final Map<SignKey, Integer> signNumbers = new HashMap<>();
  private final List<SignLayout> signLayouts = new ArrayList<>();
  private final List<Life> signLives = new ArrayList<>();
  private final Map<BorderKey, Integer> bordered = new HashMap<>();
  private final int steps;

  Buffers(Program program) {
    this.steps = program.steps().size();
  }

  void addReal(int step, int size) {
    reals.put(step, new Life(size));
  }

  void writtenReal(int step, int stage) {
    life(step).written = stage;
  }

  void read(int step, int stage) {
    if (reals.containsKey(step)) {
      life(step).read = stage;
      life(step).readInPlace = false;
    }
  }

  /** A value is read pixel by pixel, each before the stage's own value is written there. */
  void readInPlace(int step, int stage) {
    Life life = reals.get(step);
    if (life != null && life.read != stage) {
      life.read = stage;
      life.readInPlace = true;
    }
  }

  private Life life(int step) {
    Life life = reals.get(step);
    if (life == null) {
      throw new IllegalStateException("step " + step + " has no buffer");
    }
    return life;
  }

  /** Number of the buffer for the signs of a step in one layout. */
  int sign(int step, SignLayout layout) {
    return signNumbers.computeIfAbsent(
        new SignKey(step, layout),
        key -> {
          signLayouts.add(layout);
          signLives.add(new Life(layout.size()));
          return signLayouts.size() - 1;
        });
  }

  void written(int sign, int stage) {
    signLives.get(sign).written = stage;
  }

  void readSign(int sign, int stage) {
    signLives.get(sign).read = stage;
  }

  /** Number of a real buffer with a border of zeros. */
  int bordered(int size, Window window, Extent extent) {
    return bordered.computeIfAbsent(
        new BorderKey(extent, window.padding(), size), key -> steps + bordered.size());
  }

  /**
   * Sizes of the arrays, and which array each buffer takes.
   *
   * @param realSizes size of each real array
   * @param realOf array of each real buffer, or -1 for none
   * @param signLayouts layout of each sign array
   * @param signOf array of each sign buffer
   */
  record Memory(
      List<Integer> realSizes,
      List<Integer> realOf,
      List<SignLayout> signLayouts,
      List<Integer> signOf) {

    /** Bytes of all arrays. */
    long bytes() {
      return 4 * realSizes.stream().mapToLong(Integer::longValue).sum()
          + 4 * signLayouts.stream().mapToLong(SignLayout::size).sum();
    }

    float[][] reals() {
      float[][] arrays = new float[realSizes.size()][];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = new float[realSizes.get(i)];
      }
      float[][] buffers = new float[realOf.size()][];
      for (int i = 0; i < buffers.length; i++) {
        buffers[i] = realOf.get(i) < 0 ? new float[0] : arrays[realOf.get(i)];
      }
      return buffers;
    }

    int[][] signs() {
      int[][] arrays = new int[signLayouts.size()][];
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = signLayouts.get(i).buffer();
      }
      int[][] buffers = new int[signOf.size()][];
      for (int i = 0; i < buffers.length; i++) {
        buffers[i] = arrays[signOf.get(i)];
      }
      return buffers;
    }
  }

  /** Shares memory among values that do not live at the same time. */
  Memory assigned() {
    List<Place> places = new ArrayList<>();
    List<Integer> realOf = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      realOf.add(-1);
    }
    reals.entrySet().stream()
        .sorted(java.util.Comparator.comparingInt(entry -> entry.getValue().written))
        .forEach(entry -> realOf.set(entry.getKey(), place(entry.getValue(), places)));
    List<Integer> realSizes = new ArrayList<>(places.stream().map(place -> place.size).toList());
    bordered.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            entry -> {
              realOf.add(realSizes.size());
              realSizes.add(entry.getKey().size());
            });
    List<SignLayout> layouts = new ArrayList<>();
    List<Integer> signFreeFrom = new ArrayList<>();
    List<Integer> signOf = new ArrayList<>(java.util.Collections.nCopies(signLives.size(), 0));
    java.util.stream.IntStream.range(0, signLives.size())
        .boxed()
        .sorted(java.util.Comparator.comparingInt(sign -> signLives.get(sign).written))
        .forEach(sign -> signOf.set(sign, placeSign(sign, layouts, signFreeFrom)));
    return new Memory(realSizes, realOf, layouts, signOf);
  }

  /** An array and the value that has it. */
  private static final class Place {
    int size;
    Life life;

    Place(Life life) {
      this.size = life.size;
      this.life = life;
    }

    boolean freeFor(Life next) {
      return end(life) < next.written || goesOnAs(next);
    }

    /** Whether the next value may be written over this one, pixel by pixel. */
    boolean goesOnAs(Life next) {
      return life.readInPlace && end(life) == next.written && life.size == next.size;
    }

    boolean betterThan(Place other, Life next) {
      boolean enough = size >= next.size;
      return enough == other.size >= next.size
          ? enough == size < other.size && size != other.size
          : enough;
    }
  }

  /**
   * The array that is read then anyway, else the smallest free one that is large enough, else the
   * largest, grown.
   */
  private static int place(Life life, List<Place> places) {
    int best = -1;
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (place.goesOnAs(life)) {
        best = i;
        break;
      }
      if (place.freeFor(life) && (best < 0 || place.betterThan(places.get(best), life))) {
        best = i;
      }
    }
    if (best < 0) {
      places.add(new Place(life));
      return places.size() - 1;
    }
    places.get(best).size = Math.max(places.get(best).size, life.size);
    places.get(best).life = life;
    return best;
  }

  private int placeSign(int sign, List<SignLayout> layouts, List<Integer> freeFrom) {
    Life life = signLives.get(sign);
    for (int i = 0; i < layouts.size(); i++) {
      if (layouts.get(i).equals(signLayouts.get(sign)) && freeFrom.get(i) < life.written) {
        freeFrom.set(i, end(life));
        return i;
      }
    }
    layouts.add(signLayouts.get(sign));
    freeFrom.add(end(life));
    return layouts.size() - 1;
  }

  /** A value that nobody reads is the result: it stays. */
  private static int end(Life life) {
    return life.read == ALWAYS ? Integer.MAX_VALUE : life.read;
  }
}

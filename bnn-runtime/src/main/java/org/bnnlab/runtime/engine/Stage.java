package org.bnnlab.runtime.engine;

import java.util.List;
import org.bnnlab.runtime.program.Extent;

/**
 * A source and everything that follows it pixel by pixel: steps of the program that are computed
 * together, range after range, without their values leaving the nearest cache.
 *
 * @param path the step that the source comes from
 * @param kind what the source is, for tables
 * @param steps how many steps of the program are in it
 * @param macs products that it sums up
 * @param binary whether they are products of signs
 * @param output size of the values
 * @param stride distance of pixels
 */
record Stage(
    String path,
    String kind,
    int steps,
    long macs,
    boolean binary,
    Extent output,
    int stride,
    Source source,
    List<Pass> passes) {

  /** Values of a range: the nearest cache holds them beside weights and input. */
  private static final int RANGE = 1 << 12;

  /** Kernels compute so many pixels at once: ranges are made of whole tiles. */
  private static final int TILE = 8;

  /** Copies the list. */
  Stage {
    passes = List.copyOf(passes);
  }

  /** Pixels of a range: all ranges but the last one have as many. */
  int rangePixels() {
    int wanted = Math.max(16, RANGE / stride);
    int ranges = Math.max(1, Math.round((float) output.pixels() / wanted));
    return Math.ceilDiv(Math.ceilDiv(output.pixels(), ranges), TILE) * TILE;
  }

  /** Ranges of the stage. */
  int ranges() {
    return Math.ceilDiv(output.pixels(), rangePixels());
  }

  /** Room that a range takes. */
  Room.Size room() {
    int pixels = rangePixels();
    return new Room.Size(pixels * stride, 0, 0, 0).with(source.room(pixels));
  }

  /** Computes one range. */
  void run(Frame frame, int range, Room room) {
    int from = range * rangePixels();
    run(frame, from, Math.min(from + rangePixels(), output.pixels()), room);
  }

  /** Computes some pixels of a range. */
  void run(Frame frame, int from, int to, Room room) {
    source.fill(frame, room, from, to, stride);
    for (int i = 0; i < passes.size(); i++) {
      passes.get(i).apply(frame, room.values, from, to, stride);
    }
  }
}

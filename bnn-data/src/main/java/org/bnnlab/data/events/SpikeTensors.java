package org.bnnlab.data.events;

import static org.bnnlab.data.Checks.requireArgument;

import org.bnnlab.data.ImageShape;

/**
 * The form in which recordings become samples: (T, 2, side, side) with time and polarity as
 * channels, a place being 255 where at least one event fell into it, which the network sees as 1.
 *
 * @param steps T
 * @param binMicros duration of a step in microseconds
 * @param side rows and columns
 */
record SpikeTensors(int steps, long binMicros, int side) {

  /** Checks the resolution. */
  SpikeTensors {
    requireArgument(
        steps >= 1 && steps <= 10_000 && binMicros >= 1,
        "steps must be in 1..10000 and last at least 1 microsecond, found %d of %d",
        steps,
        binMicros);
  }

  /** The shape of a sample, with 2 T channels. */
  ImageShape shape() {
    return new ImageShape(steps * 2, side, side);
  }

  /** A title such as "N-MNIST, 30 steps of 10.0 ms". */
  String titled(String name) {
    return "%s, %d steps of %s ms".formatted(name, steps, binMicros / 1000.0);
  }

  /** Writes the sample of a recording from {@code offset} on. */
  void write(Events events, byte[] target, int offset) {
    events.bin(steps, binMicros, side, side, target, offset);
    int end = offset + shape().size();
    for (int i = offset; i < end; i++) {
      target[i] = (byte) -target[i];
    }
  }
}

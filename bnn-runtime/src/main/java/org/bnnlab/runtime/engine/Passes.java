package org.bnnlab.runtime.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bnnlab.runtime.kernel.Pointwise;
import org.bnnlab.runtime.kernel.SignLayer;
import org.bnnlab.runtime.program.Op;
import org.jspecify.annotations.Nullable;

/** Collects the passes of a stage; parts that can be done in one go become one pass. */
final class Passes {

  private final List<Pass> closed = new ArrayList<>();
  private final int channels;
  private @Nullable Pointwise open;
  private int other = Pass.Pointwise.NONE;
  private int kept = Pass.Pointwise.NONE;
  private int signs = Pass.Pointwise.NONE;

  /**
   * No passes yet.
   *
   * @param channels channels of the values
   */
  Passes(int channels) {
    this.channels = channels;
  }

  /**
   * Appends an operation that works pixel by pixel.
   *
   * @param buffer the other value of a sum or product
   * @param single whether that is one pixel
   */
  void append(Op op, int buffer, boolean single) {
    switch (op) {
      case Op.Affine o -> part(points -> points.affine(o.factor(), o.offset()));
      case Op.PRelu o -> part(points -> points.prelu(o.slope()));
      case Op.Clamp o -> part(points -> points.clamp(o.low(), o.high()));
      case Op.Sigmoid ignored -> whole(new Pass.Sigmoid());
      case Op.Add ignored -> {
        if (single) {
          whole(new Pass.AddPixel(buffer));
        } else {
          part(Pointwise::add);
          other = buffer;
        }
      }
      case Op.Multiply ignored ->
          whole(single ? new Pass.MultiplyPixel(buffer) : new Pass.Multiply(buffer));
      default -> throw new IllegalStateException("not pixel by pixel: " + op);
    }
  }

  /** Keeps the values in a buffer. */
  void keep(int buffer) {
    part(Pointwise::keep);
    kept = buffer;
  }

  /** Keeps the signs in a buffer. */
  void sign(SignLayer layer, int buffer) {
    part(points -> points.sign(layer));
    signs = buffer;
  }

  /** All parts in one, if they are; no parts are one without any. */
  @Nullable Pointwise single() {
    if (!closed.isEmpty()) {
      return null;
    }
    return open == null ? new Pointwise(channels) : open;
  }

  /** Drops all passes: what they do is done elsewhere. */
  void clear() {
    closed.clear();
    open = null;
  }

  /** All passes; nothing follows. */
  List<Pass> all() {
    if (open != null) {
      open.ends();
    }
    close();
    return closed;
  }

  private void part(Predicate<Pointwise> part) {
    if (open != null && part.test(open)) {
      return;
    }
    close();
    open = new Pointwise(channels);
    if (!part.test(open)) {
      throw new IllegalStateException("a part that does not fit where no other is");
    }
  }

  private void whole(Pass pass) {
    close();
    closed.add(pass);
  }

  private void close() {
    if (open != null) {
      closed.add(new Pass.Pointwise(open, other, kept, signs));
      open = null;
      other = Pass.Pointwise.NONE;
      kept = Pass.Pointwise.NONE;
      signs = Pass.Pointwise.NONE;
    }
  }
}

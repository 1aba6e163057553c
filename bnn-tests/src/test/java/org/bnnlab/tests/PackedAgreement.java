package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.kernel.Kernels;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.Limits;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;

/**
 * The packed network against the simulation on the same images: every layer on the simulation's own
 * values, then the network as a whole.
 */
final class PackedAgreement {

  /** Closer to a threshold than this share of the mean size, two float arithmetics may differ. */
  private static final double NEAR = 1e-5;

  private static final double LOGITS = 1e-3;

  private static final Kernels KERNELS = KernelChoice.best().kernels();

  private final PackedNetwork net;
  private final int images;
  private final float[] input;
  private final Map<String, float[]> simulated;
  private final boolean[] closeCalls;
  private int signs;
  private int near;

  /**
   * Simulates.
   *
   * @param input values of the images, ordered by image, channel, row, column
   */
  PackedAgreement(PackedNetwork net, float[] input, int images) {
    this.net = net;
    this.images = images;
    this.input = input;
    this.closeCalls = new boolean[images];
    this.simulated = net.simulated(paths(), input, images);
  }

  /** Everything that the layers read and give, and the logits. */
  private Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    for (Step step : net.program().steps()) {
      if (step.op() instanceof Op.BinaryConvolution) {
        paths.add(step.path());
        paths.add(signsBefore(step));
      } else if (step.op() instanceof Op.Sign) {
        paths.add(realBefore(step));
        paths.add(source(step).path());
      }
    }
    paths.add(net.network.output().path());
    return paths;
  }

  private String signsBefore(Step convolution) {
    return net.network.node(convolution.path()).inputs().getFirst();
  }

  /** What the sign is taken of; of signs that were only moved, themselves. */
  private String realBefore(Step sign) {
    Node node = net.network.node(sign.path());
    return node.operation() instanceof Operation.Sign ? node.inputs().getFirst() : node.path();
  }

  private Step source(Step step) {
    return net.program().steps().get(step.inputs().getFirst());
  }

  private float[] simulated(String path) {
    return Objects.requireNonNull(simulated.get(path), path);
  }

  /** Values so close to a threshold that their sign was not compared. */
  int near() {
    return near;
  }

  /** Signs that were looked at. */
  int signs() {
    return signs;
  }

  /** Every sum of products of signs is the integer of the simulation. */
  void assertSums() {
    for (Step step : net.program().steps()) {
      if (step.op() instanceof Op.BinaryConvolution convolution) {
        float[] sums =
            packed(
                extent(step),
                simulated(signsBefore(step)),
                atZero(convolution.window().inputs()),
                convolution);
        assertIntegers(step.path(), sums, simulated(step.path()), convolution.window().outputs());
      }
    }
  }

  private Extent extent(Step step) {
    return net.program().extent(step.inputs().getFirst());
  }

  private static Op atZero(int channels) {
    return new Op.Sign(Floats.constant(channels, 0), Bits.zeros(channels));
  }

  /**
   * A chain of operations alone, on values of the simulation. So many channels are read at a time
   * as a vector may have.
   */
  private float[] packed(Extent extent, float[] values, Op... chain) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step("input", new Op.Input(extent), List.of()));
    for (Op op : chain) {
      steps.add(new Step("step" + steps.size(), op, List.of(steps.size() - 1)));
    }
    Window last = ((Op.BinaryConvolution) chain[chain.length - 1]).window();
    Extent output = last.output(extentBefore(extent, chain));
    int part = Math.min(output.channels(), Limits.SIDE / output.pixels());
    float[] all = new float[images * output.values()];
    for (int from = 0; from < output.channels(); from += part) {
      int to = Math.min(output.channels(), from + part);
      List<Step> reading = new ArrayList<>(steps);
      reading.add(new Step("slice", new Op.Slice(from, to), List.of(reading.size() - 1)));
      reading.add(new Step("flatten", new Op.Flatten(), List.of(reading.size() - 1)));
      float[] read =
          PackedNetwork.packed(new Program(Facts.NONE, reading), KERNELS, values, images);
      int length = (to - from) * output.pixels();
      for (int image = 0; image < images; image++) {
        int place = image * output.values() + from * output.pixels();
        System.arraycopy(read, image * length, all, place, length);
      }
    }
    return all;
  }

  /** Size of what the last of a chain reads. */
  private static Extent extentBefore(Extent extent, Op... chain) {
    Extent reached = extent;
    for (int i = 0; i < chain.length - 1; i++) {
      if (chain[i] instanceof Op.BinaryConvolution convolution) {
        reached = convolution.window().output(reached);
      }
    }
    return reached;
  }

  /** The simulation's sums carry one scale per channel; without it they are the integers. */
  private void assertIntegers(String path, float[] sums, float[] scaled, int channels) {
    int pixels = sums.length / images / channels;
    for (int c = 0; c < channels; c++) {
      double products = 0;
      double squares = 0;
      for (int i = c * pixels; i < sums.length; i = next(i, pixels, channels)) {
        products += (double) sums[i] * scaled[i];
        squares += (double) sums[i] * sums[i];
      }
      double scale = squares == 0 ? 1 : products / squares;
      for (int i = c * pixels; scale != 0 && i < sums.length; i = next(i, pixels, channels)) {
        if (Math.round(scaled[i] / scale) != sums[i]) {
          assertThat((double) Math.round(scaled[i] / scale))
              .as("%s, value %d: %s / %s", path, i, scaled[i], scale)
              .isEqualTo(sums[i]);
        }
      }
    }
  }

  /** The next value of the same channel. */
  private static int next(int index, int pixels, int channels) {
    return (index + 1) % pixels != 0 ? index + 1 : index + 1 + (channels - 1) * pixels;
  }

  /** Every sign is that of the simulation, unless the value lies at the threshold. */
  void assertSigns() {
    for (Step step : net.program().steps()) {
      if (step.op() instanceof Op.Sign sign) {
        assertSigns(step.path(), packedSigns(step, sign), simulated(realBefore(step)));
      }
    }
  }

  /** The packed signs as numbers: a convolution of one product for each channel. */
  private float[] packedSigns(Step step, Op.Sign sign) {
    int channels = sign.thresholds().size();
    Window each = new Window(channels, channels, channels, 1, 1, 1, 0, Border.ZERO);
    Op read = new Op.BinaryConvolution(each, Bits.signs(Floats.constant(channels, 1).toArray()));
    Step source = source(step);
    if (source.op() instanceof Op.BinaryConvolution convolution) {
      return packed(
          extent(source),
          simulated(signsBefore(source)),
          atZero(convolution.window().inputs()),
          convolution,
          sign,
          read);
    }
    return packed(extent(step), simulated(source.path()), sign, read);
  }

  private void assertSigns(String path, float[] packed, float[] before) {
    double size = 0;
    for (float value : before) {
      size += Math.abs(value) / before.length;
    }
    for (int i = 0; i < packed.length; i++) {
      if (Math.abs(before[i]) <= NEAR * size) {
        near++;
        closeCalls[i / (packed.length / images)] = true;
      } else if (packed[i] != (before[i] >= 0 ? 1 : -1)) {
        assertThat(packed[i])
            .as("%s, value %d: sign of %s", path, i, before[i])
            .isEqualTo(before[i] >= 0 ? 1 : -1);
      }
    }
    signs += packed.length;
  }

  /**
   * The logits are those of the simulation, and all kernels give the same bits. An image with
   * values at a threshold may come out otherwise, since one sign changes what follows.
   *
   * @return images that came out otherwise
   */
  int assertLogits() {
    float[] expected = simulated(net.network.output().path());
    float[] logits = PackedNetwork.packed(net.program(), KERNELS, input, images);
    int classes = logits.length / images;
    int away = 0;
    for (int image = 0; image < images; image++) {
      double size = 1;
      double farthest = 0;
      for (int i = classes * image; i < classes * image + classes; i++) {
        size = Math.max(size, Math.abs(expected[i]));
        farthest = Math.max(farthest, Math.abs(logits[i] - expected[i]));
      }
      boolean differs = farthest > LOGITS * size;
      assertThat(differs && !closeCalls[image])
          .as("image %d: logits %s away, no value at a threshold", image, farthest)
          .isFalse();
      away += differs ? 1 : 0;
    }
    return away;
  }
}

package org.bnnlab.runtime.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Preprocessing;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;

/** A small program with every operation in it. */
public final class Programs {

  private static final SplittableRandom RANDOM = new SplittableRandom(5);

  private Programs() {}

  /** The program. */
  public static Program withEveryOperation() {
    List<Step> steps = new ArrayList<>();
    add(steps, new Op.Input(new Extent(3, 8, 8)));
    Window stem = new Window(3, 8, 1, 3, 1, 1, 1, Border.ZERO);
    add(steps, new Op.RealConvolution(stem, floats(stem.weights())), 0);
    add(steps, new Op.Affine(floats(8), floats(8)), 1);
    add(steps, new Op.Sign(floats(8), bits(8)), 2);
    Window grouped = new Window(8, 8, 2, 3, 1, 1, 1, Border.PLUS_ONE);
    add(steps, new Op.BinaryConvolution(grouped, bits(grouped.weights())), 3);
    add(steps, new Op.Add(), 4, 2);
    add(steps, new Op.PRelu(floats(8)), 5);
    add(steps, new Op.Clamp(-1, 1), 6);
    add(steps, new Op.ChannelShuffle(2), 7);
    add(steps, new Op.Slice(2, 6), 8);
    add(steps, new Op.PadChannels(1, 3), 9);
    add(steps, new Op.Concatenate(), 10, 8);
    add(steps, new Op.MaxPool(3, 2, 1), 11);
    add(steps, new Op.AveragePool(2, 2), 12);
    add(steps, new Op.Subsample(2), 13);
    add(steps, new Op.Flatten(), 14);
    Window dense = Window.dense(16, 16);
    add(steps, new Op.SignedConvolution(dense, bits(dense.weights())), 15);
    add(steps, new Op.Sigmoid(), 16);
    add(steps, new Op.Multiply(), 13, 17);
    add(steps, new Op.GlobalAveragePool(), 18);
    add(steps, new Op.L2Normalization(1e-6f), 19);
    return new Program(
        new Facts(
            List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "ü"),
            new Preprocessing(
                List.of(
                    new ImageStep.ResizeTo(40, 30),
                    new ImageStep.ResizeShortSide(10),
                    new ImageStep.CenterCrop(8)),
                Floats.of(0.1f, 0.2f, 0.3f),
                Floats.of(1, 2, 3)),
            Map.of("method", "none")),
        steps);
  }

  private static void add(List<Step> steps, Op op, Integer... inputs) {
    steps.add(new Step("step" + steps.size(), op, List.of(inputs)));
  }

  private static Floats floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) RANDOM.nextGaussian();
    }
    return Floats.of(values);
  }

  private static Bits bits(int count) {
    return Bits.signs(floats(count).toArray());
  }
}

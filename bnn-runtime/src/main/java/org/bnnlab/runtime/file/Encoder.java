package org.bnnlab.runtime.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Preprocessing;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;

/** Writes a program as bytes. */
final class Encoder {

  private final ByteBuffer out;
  private final ByteBuffer tables;

  private Encoder(ByteBuffer out, ByteBuffer tables) {
    this.out = out;
    this.tables = tables;
  }

  static byte[] encode(Program program) {
    Layout layout = Layout.of(program);
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(layout.size())).order(ByteOrder.LITTLE_ENDIAN);
    int steps = Math.toIntExact(Layout.HEADER + Layout.padded(layout.facts()));
    int tables = Math.toIntExact(steps + Layout.padded(layout.steps()));
    Encoder encoder =
        new Encoder(out, out.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(tables));
    out.position(Layout.HEADER);
    encoder.facts(program.facts());
    out.position(steps);
    program.steps().forEach(encoder::step);
    if (encoder.tables.hasRemaining() || out.position() != steps + layout.steps()) {
      throw new IllegalStateException("the file has another size than planned");
    }
    header(out, layout, program.steps().size());
    return out.array();
  }

  private static void header(ByteBuffer out, Layout layout, int steps) {
    out.putLong(0, Layout.MAGIC);
    out.putInt(8, Layout.VERSION);
    out.putInt(12, Layout.HEADER);
    out.putLong(16, layout.size());
    out.putLong(24, layout.facts());
    out.putLong(32, layout.steps());
    out.putLong(40, layout.tables());
    out.putInt(48, steps);
    out.putInt(52, crc(out, Layout.HEADER, out.capacity()));
    out.putInt(56, 0);
    out.putInt(60, crc(out, 0, 60));
  }

  /** CRC-32C of a part of a buffer. */
  static int crc(ByteBuffer bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(from, to - from));
    return (int) crc.getValue();
  }

  private void facts(Facts facts) {
    out.putInt(facts.classes().size());
    facts.classes().forEach(this::text);
    preprocessing(facts.preprocessing());
    out.putInt(facts.provenance().size());
    facts
        .provenance()
        .forEach(
            (key, value) -> {
              text(key);
              text(value);
            });
  }

  private void preprocessing(Preprocessing preprocessing) {
    out.putInt(preprocessing.steps().size());
    for (ImageStep step : preprocessing.steps()) {
      out.putInt(ImageStepKind.of(step).number());
      switch (step) {
        case ImageStep.ResizeShortSide o -> out.putInt(o.side());
        case ImageStep.CenterCrop o -> out.putInt(o.side());
        case ImageStep.ResizeTo o -> out.putInt(o.height()).putInt(o.width());
      }
    }
    out.putInt(preprocessing.means().size());
    values(out, preprocessing.means());
    values(out, preprocessing.deviations());
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putInt(bytes.length).put(bytes);
  }

  private void step(Step step) {
    out.put((byte) Kind.of(step.op()).number());
    text(step.path());
    out.putInt(step.inputs().size());
    step.inputs().forEach(out::putInt);
    switch (step.op()) {
      case Op.Input o ->
          out.putInt(o.extent().channels()).putInt(o.extent().height()).putInt(o.extent().width());
      case Op.BinaryConvolution o -> {
        window(o.window());
        bits(o.weights());
      }
      case Op.SignedConvolution o -> {
        window(o.window());
        bits(o.weights());
      }
      case Op.RealConvolution o -> {
        window(o.window());
        floats(o.weights());
      }
      case Op.Affine o -> {
        out.putInt(o.factor().size());
        floats(o.factor());
        floats(o.offset());
      }
      case Op.Clamp o -> out.putFloat(o.low()).putFloat(o.high());
      case Op.PRelu o -> {
        out.putInt(o.slope().size());
        floats(o.slope());
      }
      case Op.Sign o -> {
        out.putInt(o.thresholds().size());
        floats(o.thresholds());
        bits(o.inverted());
      }
      case Op.Slice o -> out.putInt(o.from()).putInt(o.to());
      case Op.PadChannels o -> out.putInt(o.before()).putInt(o.after());
      case Op.Subsample o -> out.putInt(o.stride());
      case Op.ChannelShuffle o -> out.putInt(o.groups());
      case Op.MaxPool o -> out.putInt(o.kernel()).putInt(o.stride()).putInt(o.padding());
      case Op.AveragePool o -> out.putInt(o.kernel()).putInt(o.stride());
      case Op.L2Normalization o -> out.putFloat(o.epsilon());
      case Op.Sigmoid ignored -> {}
      case Op.Add ignored -> {}
      case Op.Multiply ignored -> {}
      case Op.Concatenate ignored -> {}
      case Op.GlobalAveragePool ignored -> {}
      case Op.Flatten ignored -> {}
    }
  }

  private void window(Window window) {
    out.putInt(window.inputs())
        .putInt(window.outputs())
        .putInt(window.groups())
        .putInt(window.kernel())
        .putInt(window.stride())
        .putInt(window.dilation())
        .putInt(window.padding())
        .putInt(window.border().number());
  }

  private void bits(Bits bits) {
    for (long word : bits.toWords()) {
      tables.putLong(word);
    }
  }

  private static void values(ByteBuffer to, Floats floats) {
    for (int i = 0; i < floats.size(); i++) {
      to.putFloat(floats.get(i));
    }
  }

  private void floats(Floats floats) {
    values(tables, floats);
    if (floats.size() % 2 == 1) {
      tables.putInt(0);
    }
  }
}

package org.bnnlab.runtime.file;

import java.nio.charset.StandardCharsets;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Preprocessing;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;

/**
 * Bytes that the sections of a program's file take, before padding for facts and steps.
 *
 * @param facts bytes of the facts
 * @param steps bytes of the steps
 * @param tables bytes of the tables, each padded
 */
record Layout(long facts, long steps, long tables) {

  /** First bytes of every file. */
  static final long MAGIC = 0x0A1A_0A0D_4E4E_4289L;

  static final int VERSION = 2;
  static final int HEADER = 64;
  static final int WINDOW = 8 * Integer.BYTES;

  static Layout of(Program program) {
    long steps = 0;
    long tables = 0;
    for (Step step : program.steps()) {
      steps += 1 + text(step.path()) + 4 + 4L * step.inputs().size() + fields(step.op());
      tables += tables(step.op());
    }
    return new Layout(facts(program.facts()), steps, tables);
  }

  long size() {
    return HEADER + padded(facts) + padded(steps) + tables;
  }

  static long padded(long bytes) {
    return (bytes + 7) & ~7L;
  }

  private static long text(String text) {
    return 4L + text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long facts(Facts facts) {
    Preprocessing preprocessing = facts.preprocessing();
    long size = 4 * 4 + 8L * preprocessing.means().size();
    for (ImageStep step : preprocessing.steps()) {
      size += 4 + 4L * ImageStepKind.of(step).numbers();
    }
    for (String name : facts.classes()) {
      size += text(name);
    }
    for (var entry : facts.provenance().entrySet()) {
      size += text(entry.getKey()) + text(entry.getValue());
    }
    return size;
  }

  private static long fields(Op op) {
    return switch (op) {
      case Op.Input ignored -> 12;
      case Op.BinaryConvolution ignored -> WINDOW;
      case Op.SignedConvolution ignored -> WINDOW;
      case Op.RealConvolution ignored -> WINDOW;
      case Op.Affine ignored -> 4;
      case Op.Clamp ignored -> 8;
      case Op.PRelu ignored -> 4;
      case Op.Sigmoid ignored -> 0;
      case Op.Sign ignored -> 4;
      case Op.Add ignored -> 0;
      case Op.Multiply ignored -> 0;
      case Op.Concatenate ignored -> 0;
      case Op.Slice ignored -> 8;
      case Op.PadChannels ignored -> 8;
      case Op.Subsample ignored -> 4;
      case Op.ChannelShuffle ignored -> 4;
      case Op.MaxPool ignored -> 12;
      case Op.AveragePool ignored -> 8;
      case Op.GlobalAveragePool ignored -> 0;
      case Op.Flatten ignored -> 0;
      case Op.L2Normalization ignored -> 4;
    };
  }

  private static long tables(Op op) {
    return switch (op) {
      case Op.BinaryConvolution o -> bits(o.window().weights());
      case Op.SignedConvolution o -> bits(o.window().weights());
      case Op.RealConvolution o -> floats(o.window().weights());
      case Op.Affine o -> 2 * floats(o.factor().size());
      case Op.PRelu o -> floats(o.slope().size());
      case Op.Sign o -> floats(o.thresholds().size()) + bits(o.inverted().size());
      default -> 0;
    };
  }

  /** Bytes of a table of bits. */
  static long bits(int count) {
    return 8L * Bits.words(count);
  }

  /** Bytes of a table of floats. */
  static long floats(int count) {
    return padded(4L * count);
  }
}

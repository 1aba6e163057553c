package org.bnnlab.runtime.file;

import org.bnnlab.runtime.program.Op;

/** Numbers of the operations in files; a number is never used for anything else again. */
enum Kind {
  INPUT(1),
  BINARY_CONVOLUTION(2),
  SIGNED_CONVOLUTION(3),
  REAL_CONVOLUTION(4),
  AFFINE(5),
  CLAMP(6),
  PRELU(7),
  SIGMOID(8),
  SIGN(9),
  ADD(10),
  MULTIPLY(11),
  CONCATENATE(12),
  SLICE(13),
  PAD_CHANNELS(14),
  SUBSAMPLE(15),
  CHANNEL_SHUFFLE(16),
  MAX_POOL(17),
  AVERAGE_POOL(18),
  GLOBAL_AVERAGE_POOL(19),
  FLATTEN(20),
  L2_NORMALIZATION(21);

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Kind of(Op op) {
    return switch (op) {
      case Op.Input ignored -> INPUT;
      case Op.BinaryConvolution ignored -> BINARY_CONVOLUTION;
      case Op.SignedConvolution ignored -> SIGNED_CONVOLUTION;
      case Op.RealConvolution ignored -> REAL_CONVOLUTION;
      case Op.Affine ignored -> AFFINE;
      case Op.Clamp ignored -> CLAMP;
      case Op.PRelu ignored -> PRELU;
      case Op.Sigmoid ignored -> SIGMOID;
      case Op.Sign ignored -> SIGN;
      case Op.Add ignored -> ADD;
      case Op.Multiply ignored -> MULTIPLY;
      case Op.Concatenate ignored -> CONCATENATE;
      case Op.Slice ignored -> SLICE;
      case Op.PadChannels ignored -> PAD_CHANNELS;
      case Op.Subsample ignored -> SUBSAMPLE;
      case Op.ChannelShuffle ignored -> CHANNEL_SHUFFLE;
      case Op.MaxPool ignored -> MAX_POOL;
      case Op.AveragePool ignored -> AVERAGE_POOL;
      case Op.GlobalAveragePool ignored -> GLOBAL_AVERAGE_POOL;
      case Op.Flatten ignored -> FLATTEN;
      case Op.L2Normalization ignored -> L2_NORMALIZATION;
    };
  }
}

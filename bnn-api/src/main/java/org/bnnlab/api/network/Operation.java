package org.bnnlab.api.network;

import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.parameter.Initializer;
import org.jspecify.annotations.Nullable;

/**
 * The operations that a network is made of. Every interpreter (shapes, execution, cost, export,
 * drawing) is one exhaustive {@code switch} over them; whatever is not the binarization itself is
 * an operation here, so no interpreter knows a paper.
 *
 * <p>Activations are (N, C, H, W), or (N, C) behind {@link Flatten} and {@link GlobalAveragePool}.
 */
public sealed interface Operation {

  /** What a layer with weights is there for; roles of parameters and counting rules follow it. */
  enum Purpose {
    /** First convolution. */
    STEM,
    /** Main path. */
    BODY,
    /** Convolution on a shortcut or transition. */
    SHORTCUT,
    /** Dense layer of a side branch. */
    BRANCH,
    /** Last layer. */
    CLASSIFIER
  }

  /** The image: shape (channels, height, width). */
  record Input(int channels, int height, int width) implements Operation {}

  /**
   * Convolution without bias.
   *
   * @param inputs input channels
   * @param outputs output channels
   * @param kernel side of the square kernel
   * @param stride stride in both directions
   * @param padding border of the input
   * @param dilation distance of kernel taps
   * @param groups groups of channels
   * @param weights how the weight arises
   * @param purpose what the layer is there for
   */
  record Convolution(
      int inputs,
      int outputs,
      int kernel,
      int stride,
      Padding padding,
      int dilation,
      int groups,
      Weights weights,
      Purpose purpose)
      implements Operation {}

  /**
   * Dense layer.
   *
   * @param bias start values of the bias, or null for a layer without
   */
  record Linear(
      int inputs, int outputs, Weights weights, @Nullable Initializer bias, Purpose purpose)
      implements Operation {}

  /** Sign with sign(0) = +1 whose gradient is the estimator's: one bit goes out. */
  record Sign(int channels, GradientEstimator estimator) implements Operation {}

  /**
   * Division of each sample by its unbiased standard deviation over (C, H, W), without centring, in
   * training; identity in evaluation (ReCU's activations).
   */
  record SampleStandardization(double epsilon) implements Operation {}

  /**
   * Batch normalization as torch defines it: biased variance to normalize, unbiased in the running
   * statistics.
   *
   * @param momentum weight of the old running statistics (0.9 where torch says 0.1)
   * @param affine whether factor and offset are learned
   * @param initialFactor start value of the factor
   * @param fixedFactor whether the factor keeps its start value and the offset alone is learned
   */
  record BatchNormalization(
      int channels,
      double epsilon,
      double momentum,
      boolean affine,
      double initialFactor,
      boolean fixedFactor)
      implements Operation {

    /** Factor and offset are both learned, or neither. */
    public BatchNormalization(
        int channels, double epsilon, double momentum, boolean affine, double initialFactor) {
      this(channels, epsilon, momentum, affine, initialFactor, false);
    }
  }

  /** Adds a learned offset per channel (RSign, RPReLU). */
  record ChannelShift(int channels, Initializer initial) implements Operation {}

  /** Multiplies by a learned factor per channel (ReCU's alpha, gains). */
  record ChannelScale(int channels, String parameter, Initializer initial) implements Operation {}

  /** {@code factor · x + offset} with constants. */
  record Affine(double factor, double offset) implements Operation {}

  /** min(max(x, -1), 1); slope 1 strictly inside. */
  record HardTanh() implements Operation {}

  /** max(x, 0). */
  record Relu() implements Operation {}

  /** 1 / (1 + exp(-x)). */
  record Sigmoid() implements Operation {}

  /** x where positive, slope · x elsewhere; one learned slope per channel. */
  record PRelu(int channels, double initialSlope) implements Operation {}

  /** Sum of two inputs; (N, C) is broadcast over (N, C, H, W). */
  record Add() implements Operation {}

  /** Product of two inputs; (N, C) is broadcast over (N, C, H, W). */
  record Multiply() implements Operation {}

  /** Concatenation along channels. */
  record Concatenate() implements Operation {}

  /** Channels {@code from} (inclusive) to {@code to} (exclusive). */
  record Slice(int from, int to) implements Operation {}

  /** Channels of zeros before and after. */
  record PadChannels(int before, int after) implements Operation {}

  /** Every {@code stride}-th row and column, from the first. */
  record Subsample(int stride) implements Operation {}

  /** View channels as (groups, C/groups), transpose, flatten. */
  record ChannelShuffle(int groups) implements Operation {}

  /** Maximum over windows; the border never wins. */
  record MaxPool(int kernel, int stride, int padding) implements Operation {}

  /** Mean over windows without border. */
  record AveragePool(int kernel, int stride) implements Operation {}

  /** Mean over height and width: (N, C, H, W) to (N, C). */
  record GlobalAveragePool() implements Operation {}

  /** (N, C, H, W) to (N, C·H·W) in this order. */
  record Flatten() implements Operation {}

  /** Each sample divided by max(its Euclidean norm, epsilon). */
  record L2Normalization(double epsilon) implements Operation {}

  /** Zeroes entries with probability {@code rate} in training and scales the rest. */
  record Dropout(double rate) implements Operation {}

  /**
   * A sample as spikes over time; all nodes behind it stand for one time step. A learning rule that
   * knows of time runs such a network.
   *
   * @param code what makes the spikes
   * @param steps time steps of a sample
   */
  record SpikeEncoding(SpikeCode code, int steps) implements Operation {}

  /**
   * Spike-response neurons behind a dense layer or convolution with weights W: they filter the
   * spikes x that this layer gets, so that it computes W·P instead of W·x, and send spikes S (Jang,
   * Skatchkovsky, Simeone, 2021, arXiv 2012.08300).
   *
   * <pre>
   *   P ← α P + Q,   Q ← β Q + x,   R ← γ R + S      (each with the old Q and S)
   *   U = κ (W·P + b) − R,   S = 1 if U ≥ 0, else 0
   * </pre>
   *
   * <p>α, β, γ are exp(−1/τ) of the time constants, κ is 1/√(fan-in of the layer).
   *
   * @param membrane τ of P, in time steps
   * @param synapse τ of Q, in time steps
   * @param refractory τ of R, in time steps
   * @param bias start values of the one-bit bias b, or null for neurons without
   */
  record SpikingNeurons(
      int channels, double membrane, double synapse, double refractory, @Nullable Initializer bias)
      implements Operation {}

  /** A plug-in's own function of one or more inputs; trains, but cannot be exported. */
  record Open(String description, TensorFunction function) implements Operation {}
}

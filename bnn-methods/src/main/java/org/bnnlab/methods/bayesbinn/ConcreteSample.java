package org.bnnlab.methods.bayesbinn;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import org.bnnlab.api.binarization.Binarized;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.tensor.Tensors;

/**
 * A weight w of ±1 with P(w = +1) = σ(2λ), where the learned tensor λ is the natural parameter of
 * its posterior (Meng, Bachmann, Khan, 2020, arXiv 2002.10778, equations 6 to 8).
 *
 * <pre>
 *   training     w = tanh((λ + δ) / τ),  δ = ½ log(ε / (1 − ε)),  ε uniform   (binary concrete)
 *   mode         w = sign(λ)
 *   mean         w = tanh(λ)
 *   a sample     w = ±1, drawn from the posterior
 * </pre>
 *
 * @param temperature τ; the smaller, the closer the relaxed weights are to ±1
 * @param drawn whether training draws; else it computes with the mean (no Monte-Carlo samples)
 */
public record ConcreteSample(double temperature, boolean drawn) implements Binarizer {

  /** Checks the temperature. */
  public ConcreteSample {
    requireArgument(
        temperature > 0 && Double.isFinite(temperature),
        "temperature must be above 0, found %s",
        temperature);
  }

  @Override
  public Binarized binarize(NDArray normalized, LayerContext layer) {
    NDArray lambda = normalized.stopGradient();
    if (layer.training()) {
      return Binarized.unscaled(drawn ? relaxed(lambda, layer) : lambda.tanh());
    }
    return Binarized.unscaled(
        switch (layer.evaluation().kind()) {
          case MODE -> Tensors.sign(lambda);
          case MEAN -> lambda.tanh();
          case SAMPLE -> sampled(lambda, layer);
        });
  }

  private NDArray relaxed(NDArray lambda, LayerContext layer) {
    NDArray uniform = uniform(lambda, layer);
    NDArray odds = uniform.div(uniform.neg().addi(1));
    return odds.log().muli(0.5f).addi(lambda).divi((float) temperature).tanh();
  }

  private static NDArray sampled(NDArray lambda, LayerContext layer) {
    NDArray positive = uniform(lambda, layer).lt(Activation.sigmoid(lambda.add(lambda)));
    return positive.toType(DataType.FLOAT32, false).muli(2).subi(1);
  }

  private static NDArray uniform(NDArray lambda, LayerContext layer) {
    return layer.noise().uniform(lambda.getManager(), lambda.getShape());
  }
}

package org.bnnlab.methods.noisysup;

import static org.bnnlab.api.check.Checks.requireArgument;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.layer.LayerContext;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.api.tensor.Tensors;

/**
 * The argument R of a weight's sign, predicted from all weights of the layer: R = f(W), with the
 * auxiliary loss α · Σ l̃(R, sign(W)), where sign(W) is a noisy label without gradient (Han et al.,
 * ICML 2020, arXiv 2010.04871, equations 4, 17 and 21; {@link MappingNetwork}, {@link
 * UnbiasedLoss}).
 *
 * <p>Reconstructed: the loss is taken of R, not of its sign. Without the network R is W itself: the
 * paper's control run "fine-tuning" where α is 0, too.
 *
 * @param loss the auxiliary loss
 * @param alpha its weight α
 * @param mapped whether there is a mapping network
 * @param frozenLabels whether the labels are the signs that training starts with, not the current
 *     ones
 */
public record NoisySupervision(
    UnbiasedLoss loss, double alpha, boolean mapped, boolean frozenLabels) implements Normalizer {

  private static final String LABEL = "label";

  /** Checks the weight. */
  public NoisySupervision {
    requireArgument(alpha >= 0, "alpha must be at least 0, found %s", alpha);
  }

  @Override
  public List<ParameterSpec> parameters(LayerGeometry geometry) {
    List<ParameterSpec> specs = new ArrayList<>();
    if (mapped) {
      specs.addAll(MappingNetwork.parameters(geometry));
    }
    if (frozenLabels) {
      specs.add(ParameterSpec.buffer(LABEL, geometry.weightShape(), 0));
    }
    return specs;
  }

  @Override
  public NDArray normalize(NDArray latent, LayerContext layer) {
    NDArray predicted = mapped ? MappingNetwork.map(latent, layer) : latent;
    if (layer.training()) {
      NDArray labels = labels(latent, layer);
      if (alpha > 0) {
        layer.addLoss(Tensors.times(loss.sum(predicted, labels), alpha));
      }
      layer.report("flippedSigns", disagreement(Tensors.sign(predicted), labels));
    }
    return predicted;
  }

  private NDArray labels(NDArray latent, LayerContext layer) {
    NDArray current = Tensors.sign(latent);
    if (!frozenLabels) {
      return current;
    }
    NDArray kept = layer.parameter(LABEL);
    if (kept.abs().sum().getFloat() == 0) {
      Tensors.assign(kept, current);
    }
    return kept;
  }

  /** The share of entries whose signs differ. */
  private static double disagreement(NDArray signs, NDArray labels) {
    return (1 - signs.mul(labels).mean().getFloat()) / 2;
  }
}

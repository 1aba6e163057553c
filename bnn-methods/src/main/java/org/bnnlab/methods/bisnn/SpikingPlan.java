package org.bnnlab.methods.bisnn;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A network as a chain of spiking layers: an encoding, then dense layers or convolutions with
 * neurons behind each and perhaps a max pool, at last a read-out.
 *
 * @param encoding how samples become spikes
 * @param layers the layers in order
 * @param readout path of the read-out of the last layer
 * @param classes its outputs
 */
record SpikingPlan(
    Operation.SpikeEncoding encoding, List<LayerPlan> layers, String readout, int classes) {

  /** Copies the list. */
  SpikingPlan {
    layers = List.copyOf(layers);
  }

  /**
   * One layer.
   *
   * @param weight name of its latent weights
   * @param bias name of its latent biases, or null
   * @param path path of its neurons
   */
  record LayerPlan(
      String weight,
      @Nullable String bias,
      String path,
      Synapses synapses,
      NeuronConstants constants,
      @Nullable Pooling pooling) {

    /** Values of one sample that the layer sends. */
    int sent() {
      return pooling == null ? synapses.outputs() : pooling.outputs();
    }
  }

  /**
   * Reads a network.
   *
   * @throws FaultException if it is no such chain
   */
  static SpikingPlan of(Network network) {
    return new Reader(network).read();
  }

  private static final class Reader {

    private final Network network;
    private final List<LayerPlan> layers = new ArrayList<>();
    private Operation.@Nullable SpikeEncoding encoding;
    private Map.@Nullable Entry<String, Synapses> open;

    Reader(Network network) {
      this.network = network;
    }

    SpikingPlan read() {
      for (Node node : network.nodes()) {
        switch (node.operation()) {
          case Operation.Input ignored -> {}
          case Operation.Flatten ignored -> {}
          case Operation.SpikeEncoding o -> encoding = o;
          case Operation.Linear o when o.purpose() == Operation.Purpose.CLASSIFIER -> {
            return finished(node, o);
          }
          case Operation.Linear o ->
              open = Map.entry(node.path(), new DenseSynapses(o.inputs(), o.outputs()));
          case Operation.Convolution o -> open = Map.entry(node.path(), convolution(node, o));
          case Operation.SpikingNeurons o -> close(node, o);
          case Operation.MaxPool o -> pool(node, o);
          default -> throw unfit(node);
        }
      }
      throw unfit(network.output());
    }

    private Synapses convolution(Node node, Operation.Convolution o) {
      if (o.stride() != 1 || o.dilation() != 1 || o.groups() != 1) {
        throw unfit(node);
      }
      Shape in = network.inputShape(node);
      return new ConvolutionSynapses(
          o.inputs(),
          (int) in.get(1),
          (int) in.get(2),
          o.outputs(),
          o.kernel(),
          o.padding().size());
    }

    private void close(Node node, Operation.SpikingNeurons o) {
      Map.Entry<String, Synapses> synapses = open;
      if (synapses == null) {
        throw unfit(node);
      }
      layers.add(
          new LayerPlan(
              synapses.getKey() + ".weight",
              o.bias() == null ? null : node.path() + ".bias",
              node.path(),
              synapses.getValue(),
              NeuronConstants.of(o),
              null));
      open = null;
    }

    private void pool(Node node, Operation.MaxPool o) {
      if (open != null || layers.isEmpty() || o.padding() != 0 || o.kernel() != o.stride()) {
        throw unfit(node);
      }
      LayerPlan last = layers.removeLast();
      Shape in = network.inputShape(node);
      layers.add(
          new LayerPlan(
              last.weight(),
              last.bias(),
              last.path(),
              last.synapses(),
              last.constants(),
              new Pooling((int) in.get(0), (int) in.get(1), (int) in.get(2), o.kernel())));
    }

    private SpikingPlan finished(Node node, Operation.Linear o) {
      Operation.SpikeEncoding code = encoding;
      if (code == null || layers.isEmpty() || open != null || !node.equals(network.output())) {
        throw unfit(node);
      }
      return new SpikingPlan(code, layers, node.path() + ".weight", o.outputs());
    }

    private FaultException unfit(Node node) {
      return new FaultException(
          "method bisnn trains chains of layers with spiking neurons, and %s of network %s does not fit; take spiking-mlp or spiking-cnn"
              .formatted(node.path(), network.id()));
    }
  }
}

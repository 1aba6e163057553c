package org.bnnlab.bench.export;

import static org.bnnlab.api.check.Checks.requireFound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Weights;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.run.TrainedNetwork;

/**
 * The one-bit weights of a network as plain arrays, for those who only want the bits: int8, +1 or
 * -1, named by the path of their node, of the shape (O, I/groups, kH, kW) or (O, I).
 */
public final class SignArrays {

  private SignArrays() {}

  /** The signs of every layer with one-bit weights, in forward order. */
  public static Map<String, StoredArray> of(TrainedNetwork trained) {
    return of(trained.network(), trained.weights());
  }

  /**
   * The signs of every layer with one-bit weights, in forward order.
   *
   * @param weights the weights that inference computes with, by path
   */
  public static Map<String, StoredArray> of(Network network, Map<String, float[]> weights) {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      switch (node.operation()) {
        case Operation.Convolution o ->
            put(
                arrays,
                node,
                o.weights(),
                weights,
                o.outputs(),
                o.inputs() / o.groups(),
                o.kernel(),
                o.kernel());
        case Operation.Linear o -> put(arrays, node, o.weights(), weights, o.outputs(), o.inputs());
        default -> {}
      }
    }
    return arrays;
  }

  private static void put(
      Map<String, StoredArray> arrays,
      Node node,
      Weights kind,
      Map<String, float[]> weights,
      long... shape) {
    if (kind.bits() == 1) {
      float[] values =
          requireFound(weights.get(node.path()), "there is no weight of %s", node.path());
      byte[] signs = new byte[values.length];
      for (int i = 0; i < signs.length; i++) {
        signs[i] = (byte) (values[i] >= 0 ? 1 : -1);
      }
      arrays.put(node.path(), StoredArray.ofSignedBytes(shape, signs));
    }
  }

  /**
   * Writes arrays as {@code .npz}, and beside it their SHA-256 in a file that {@code sha256sum -c}
   * reads.
   *
   * @return the sum
   */
  public static String write(Path file, Map<String, StoredArray> arrays) throws IOException {
    Npz.write(file, arrays);
    String sum = AtomicFolder.sha256(file);
    Files.writeString(sumFile(file), "%s  %s\n".formatted(sum, file.getFileName()));
    return sum;
  }

  /** Where the SHA-256 of a file stands. */
  public static Path sumFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".sha256");
  }
}

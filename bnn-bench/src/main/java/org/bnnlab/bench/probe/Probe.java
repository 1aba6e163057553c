package org.bnnlab.bench.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.models.djl.PartProbe;
import org.jspecify.annotations.Nullable;

/**
 * One part of a method applied to the arrays of a file.
 *
 * <p>The file holds {@code x} (or {@code in/x}, {@code in/w}, {@code in/a} as in the golden files),
 * {@code upstream}, and parameters of the part under their names (or {@code in/NAME}); a name that
 * the part does not know is fine where only one parameter has the shape. The result holds {@code
 * out}, {@code grad}, and {@code grad/NAME} for each parameter.
 */
public final class Probe {

  /** What is binarized. */
  public enum Role {
    /** A latent weight (O, I, k, k) or (O, I). */
    WEIGHT("in/w"),
    /** Activations (N, C, H, W) or (N, C). */
    ACTIVATION("in/a");

    private final String golden;

    Role(String golden) {
      this.golden = golden;
    }

    /** As it stands on a command line. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String UPSTREAM = "upstream";
  private static final String GRADIENT = "grad";
  private static final String OUTPUT = "out";

  /** Results that a golden file holds beside its inputs. */
  private static final Set<String> EXPECTED = Set.of(OUTPUT, GRADIENT);

  private final Path file;
  private final Map<String, StoredArray> arrays;

  private Probe(Path file, Map<String, StoredArray> arrays) {
    this.file = file;
    this.arrays = arrays;
  }

  /**
   * Reads the tensors to be probed with.
   *
   * @throws IOException if the file cannot be read
   */
  public static Probe read(Path file) throws IOException {
    return new Probe(file, Npz.read(file));
  }

  /**
   * What came out.
   *
   * @param arrays {@code out}, {@code grad}, {@code grad/NAME}
   * @param differences for each of them that the file holds already, the largest difference divided
   *     by the largest magnitude in the file
   */
  public record Outcome(Map<String, StoredArray> arrays, Map<String, Double> differences) {

    /** Writes the arrays. */
    public void write(Path target) throws IOException {
      Npz.write(target, arrays);
    }
  }

  /**
   * Applies the part.
   *
   * @param method the method
   * @param role what the file's tensor is
   * @param progress where in a training the part stands
   * @throws FaultException if arrays are missing or do not fit
   */
  public Outcome run(Method method, Role role, TrainingProgress progress) {
    StoredArray x = required(first(inputNames(role)), "x (or %s)".formatted(role.golden));
    StoredArray upstream = required(arrays.get(UPSTREAM), UPSTREAM);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      PartProbe part = new PartProbe(manager, method, progress, parameters(role, manager));
      NDArray input = tensor(manager, x);
      NDArray above = tensor(manager, upstream);
      PartProbe.Result result =
          switch (role) {
            case WEIGHT -> part.weight(input, above);
            case ACTIVATION -> part.activation(spatial(input), spatial(above));
          };
      Map<String, StoredArray> made = new LinkedHashMap<>();
      made.put(OUTPUT, stored(result.output().reshape(input.getShape())));
      made.put(GRADIENT, stored(result.gradient().reshape(input.getShape())));
      result
          .parameters()
          .forEach((name, gradient) -> made.put(GRADIENT + "/" + name, stored(gradient)));
      return new Outcome(made, differences(made, role));
    }
  }

  /** Activations of a dense layer as images of one pixel. */
  private static NDArray spatial(NDArray activations) {
    Shape shape = activations.getShape();
    return shape.dimension() == 2 ? activations.reshape(shape.add(1, 1)) : activations;
  }

  private static List<String> inputNames(Role role) {
    return List.of("x", role.golden, "in/x");
  }

  /** Every array that is neither input, gradient from above, nor an expected result. */
  private Map<String, NDArray> parameters(Role role, NDManager manager) {
    Map<String, NDArray> parameters = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          boolean input = inputNames(role).contains(name) || name.equals(UPSTREAM);
          if (!input && !EXPECTED.contains(name) && !name.startsWith(GRADIENT + "/")) {
            parameters.put(
                name.startsWith("in/") ? name.substring(3) : name, tensor(manager, array));
          }
        });
    return parameters;
  }

  private Map<String, Double> differences(Map<String, StoredArray> made, Role role) {
    Map<String, Double> differences = new LinkedHashMap<>();
    made.forEach(
        (name, here) -> {
          StoredArray there =
              name.equals(GRADIENT)
                  ? first(List.of(GRADIENT, GRADIENT + role.golden.substring(2), "grad/x"))
                  : arrays.get(name);
          if (there != null && there.size() == here.size()) {
            differences.put(name, difference(there.asFloats(), here.asFloats()));
          }
        });
    return differences;
  }

  private static double difference(float[] there, float[] here) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < there.length; i++) {
      largest = Math.max(largest, Math.abs(there[i]));
      difference = Math.max(difference, Math.abs((double) there[i] - here[i]));
    }
    return difference == 0 ? 0 : difference / largest;
  }

  private @Nullable StoredArray first(List<String> names) {
    return names.stream().map(arrays::get).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private StoredArray required(@Nullable StoredArray array, String name) {
    if (array == null) {
      List<String> known = new ArrayList<>(arrays.keySet());
      throw new FaultException(
          "%s has no array %s; it holds %s".formatted(file, name, String.join(", ", known)));
    }
    return array;
  }

  private static NDArray tensor(NDManager manager, StoredArray array) {
    return manager.create(array.asFloatBuffer(), new Shape(array.shape()));
  }

  private static StoredArray stored(NDArray tensor) {
    return StoredArray.ofFloats(tensor.getShape().getShape(), tensor.toFloatArray());
  }

  /** {@code weight} or {@code activation}. */
  public static Role role(String word) {
    for (Role role : Role.values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new FaultException("--role is weight or activation, found \"%s\"".formatted(word));
  }
}

package org.bnnlab.bench.recipe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The trained network that a row learns from. */
public sealed interface TeacherSpec {

  /**
   * The result of another recipe, which is trained first where it has not been.
   *
   * @param experiment the last stage of that recipe with one seed
   */
  record Trained(Experiment experiment) implements TeacherSpec {

    @Override
    public MethodChoice method() {
      return experiment.method();
    }

    @Override
    public NetworkChoice network() {
      return experiment.network();
    }
  }

  /**
   * Parameters in a safetensors file.
   *
   * @param file the file; not part of the experiment's hash, its contents are
   * @param sha256 SHA-256 of the file
   * @param method method of the network
   * @param network architecture
   * @param data images that it was trained on, or null where nobody says
   */
  record Weights(
      Path file,
      String sha256,
      MethodChoice method,
      NetworkChoice network,
      @Nullable DataChoice data)
      implements TeacherSpec {}

  /** Method of its network. */
  MethodChoice method();

  /** Its architecture. */
  NetworkChoice network();

  /** The images that the teacher was trained on, or null where nobody says. */
  default @Nullable DataChoice trainedOn() {
    return switch (this) {
      case Trained trained -> trained.experiment().data();
      case Weights weights -> weights.data();
    };
  }
}

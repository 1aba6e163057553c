package org.bnnlab.bench.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.jspecify.annotations.Nullable;

/**
 * Where the map from the official parameter names of a trajectory to ours stands.
 *
 * <p>{@code NAME.names.json} beside the trajectory {@code NAME.npz}; else in the project under
 * {@value #IN_PROJECT}; else there {@code METHOD-NETWORK.names.json}, with the ids of the sidecar:
 * one map serves every width, depth of training and seed.
 */
public final class NamesFile {

  private static final String IN_PROJECT = "bnn-tests/src/test/resources/golden";
  private static final String ENDING = ".names.json";

  private NamesFile() {}

  /**
   * Finds the map of a trajectory.
   *
   * @param trajectory the {@code .npz}
   * @param project the project's folder, or null if it is not known
   * @throws FaultException naming every place that was tried
   */
  public static Path of(Path trajectory, @Nullable Path project) throws IOException {
    String name = nameOf(trajectory);
    List<Path> places = new ArrayList<>();
    places.add(trajectory.resolveSibling(name + ENDING));
    if (project != null) {
      Path folder = project.resolve(IN_PROJECT);
      places.add(folder.resolve(name + ENDING));
      String general = methodAndNetwork(trajectory.resolveSibling(name + ".json"));
      if (!general.isEmpty() && !general.equals(name)) {
        places.add(folder.resolve(general + ENDING));
      }
    }
    List<String> faults = new ArrayList<>();
    faults.add(
        "no map from the official parameter names of %s to ours; tried:".formatted(trajectory));
    for (Path place : places) {
      if (Files.isRegularFile(place)) {
        return place;
      }
      faults.add("  " + place);
    }
    faults.add("name one with --names: {\"official name\": \"our name\"}, null to leave one out");
    throw new FaultException(faults);
  }

  /** The file name of a trajectory without its ending. */
  static String nameOf(Path trajectory) {
    return String.valueOf(trajectory.getFileName()).replaceFirst("\\.npz$", "");
  }

  /** {@code recu-resnet20}, or nothing where the sidecar does not say. */
  private static String methodAndNetwork(Path sidecar) throws IOException {
    if (!Files.isRegularFile(sidecar)) {
      return "";
    }
    try {
      JsonNode tree = JsonMapper.builder().build().readTree(Files.readString(sidecar));
      String method = tree.path("method").path("id").asText();
      String network = tree.path("network").path("id").asText();
      return method.isEmpty() || network.isEmpty() ? "" : method + "-" + network;
    } catch (JsonProcessingException e) {
      // Trajectory says what is wrong with it.
      return "";
    }
  }
}

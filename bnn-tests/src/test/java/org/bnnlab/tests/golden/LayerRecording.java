package org.bnnlab.tests.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;

/**
 * A block or layer that a paper's official code ran once: {@code in/x}, {@code upstream}, {@code
 * out}, parameters below {@code init/} (or beside {@code in/x}), gradients below {@code grad/},
 * running statistics below {@code after/}, and {@code eval/out}.
 *
 * @param name of the file
 * @param about its sidecar
 * @param arrays its arrays
 */
record LayerRecording(String name, JsonNode about, Map<String, StoredArray> arrays) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String INPUT = "in/x";

  /** All recordings of ReActNet's and BN-free blocks and layers in a folder. */
  static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.matches("(bnfree|reactnet).*\\.npz"))
          .map(file -> file.substring(0, file.length() - ".npz".length()))
          .filter(name -> isLayer(folder, name))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean isLayer(Path folder, String name) {
    try {
      return Npz.read(folder.resolve(name + ".npz")).containsKey(INPUT);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  static LayerRecording read(Path folder, String name) throws IOException {
    return new LayerRecording(
        name,
        JSON.readTree(Files.readString(folder.resolve(name + ".json"))),
        Npz.read(folder.resolve(name + ".npz")));
  }

  boolean isBlock() {
    return about.path("kind").asText().equals("block");
  }

  StoredArray array(String array) {
    StoredArray found = arrays.get(array);
    if (found == null) {
      throw new IllegalArgumentException(name + " has no array " + array);
    }
    return found;
  }

  StoredArray input() {
    return array(INPUT);
  }

  /** Start values of the parameters, by official name. */
  Map<String, StoredArray> parameters() {
    Map<String, StoredArray> parameters = new LinkedHashMap<>(below("init/"));
    below("in/").forEach(parameters::putIfAbsent);
    parameters.remove("x");
    return parameters;
  }

  /** Arrays below a folder, by official name. */
  Map<String, StoredArray> below(String folder) {
    Map<String, StoredArray> chosen = new LinkedHashMap<>();
    arrays.forEach(
        (array, values) -> {
          if (array.startsWith(folder)) {
            chosen.put(array.substring(folder.length()), values);
          }
        });
    return chosen;
  }
}

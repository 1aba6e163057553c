package org.bnnlab.bench.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.recipe.Experiment;
import org.bnnlab.data.Checksum;

/**
 * The checkpoint of a run: {@code model.safetensors} (parameters and running statistics), {@code
 * state.safetensors} (optimizer and whatever else the run keeps) and {@code state.json}, replaced
 * all together.
 */
public final class Checkpoint {

  /** Name of the folder inside a run's folder. */
  public static final String FOLDER = "checkpoint";

  static final String MODEL = "model.safetensors";
  static final String RUN = "state.safetensors";
  private static final String STATE = "state.json";

  /** Stands for the sum of {@code state.json} in the text that the sum is taken of. */
  private static final String NO_SUM = "0".repeat(64);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final AtomicFolder files;

  /**
   * The checkpoint of a run that may not have one yet.
   *
   * @param runFolder folder of the run
   */
  public Checkpoint(Path runFolder) {
    this(runFolder.resolve(FOLDER), new AtomicFolder(runFolder.resolve(FOLDER)));
  }

  private Checkpoint(Path folder, AtomicFolder files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * The checkpoint that is found at a place, which another process may be writing: only {@link
   * #read} and {@link #restore} may follow, they change nothing there.
   *
   * @param place folder of a run or of a checkpoint, or a file of one
   * @throws FaultException if it is neither
   */
  static Checkpoint foundAt(Path place) throws IOException {
    if (!Files.exists(place)) {
      throw new NoSuchFileException(place.toString());
    }
    Path folder = Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
    if (folder != null) {
      // Killed between two renames, a run has only the other two; the first of them is complete.
      for (String name : List.of("", FOLDER, FOLDER + ".old")) {
        Path candidate = folder.resolve(name).normalize();
        if (Files.isRegularFile(candidate.resolve(STATE))) {
          return new Checkpoint(candidate, new AtomicFolder(candidate));
        }
      }
    }
    throw new FaultException(
        List.of(
            "%s is neither a run nor a checkpoint: no %s/%s and no %s in it"
                .formatted(place, FOLDER, STATE, STATE),
            "name a run's folder, such as results/runs/NAME; bnn train and bnn bench make them"));
  }

  /** Replaces the checkpoint. */
  void write(RunState state, StateStore store) throws IOException {
    files.replace(
        fresh -> {
          write(fresh.resolve(MODEL), store, StateStore.Kind.MODEL, state);
          write(fresh.resolve(RUN), store, StateStore.Kind.RUN, state);
          Map<String, String> sums = new LinkedHashMap<>();
          for (String name : List.of(MODEL, RUN)) {
            sums.put(name, AtomicFolder.sha256(fresh.resolve(name)));
          }
          sums.put(STATE, NO_SUM);
          String text =
              JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state.withFiles(sums));
          Files.writeString(fresh.resolve(STATE), text.replace(NO_SUM, sha256(text)));
        });
  }

  private static void write(Path file, StateStore store, StateStore.Kind kind, RunState state)
      throws IOException {
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, NDArray> entry : store.tensors(kind).entrySet()) {
      NDArray tensor = entry.getValue();
      arrays.put(
          entry.getKey(),
          StoredArray.ofFloats(tensor.getShape().getShape(), tensor.toFloatArray()));
    }
    new Safetensors(arrays, Map.of("experiment", state.run().experimentSha256())).write(file);
  }

  /**
   * Where the run stands.
   *
   * @return nothing if there is no checkpoint yet
   * @throws FaultException if it is damaged
   */
  Optional<RunState> state() throws IOException {
    if (files.current().isEmpty()) {
      return Optional.empty();
    }
    RunState state = read();
    Path file = folder.resolve(STATE);
    String text = Files.readString(file, StandardCharsets.UTF_8);
    // The first checkpoints had no sum of this file.
    String sum = state.files().get(STATE);
    if (sum != null && !sha256(text.replace(sum, NO_SUM)).equals(sum)) {
      throw damaged(file, "is not the file that was written: its SHA-256 differs");
    }
    return Optional.of(state);
  }

  /**
   * The parameters that a run ended with, for those who start or learn from it.
   *
   * @param experiment what it should have trained
   * @return nothing if it has not come to its end
   * @throws FaultException if the checkpoint is damaged, or {@link MissingResultException} if the
   *     run diverged
   */
  Optional<Path> result(Experiment experiment) throws IOException {
    Optional<RunState> saved = state();
    if (saved.isEmpty() || !saved.get().run().experimentSha256().equals(experiment.sha256())) {
      return Optional.empty();
    }
    if (saved.get().diverged()) {
      throw new MissingResultException(
          "%s diverged in epoch %d; nothing can start or learn from it"
              .formatted(folder.getParent(), saved.get().epoch()));
    }
    return saved.get().epoch() < experiment.training().epochs()
        ? Optional.empty()
        : Optional.of(folder.resolve(MODEL));
  }

  /** The folder. */
  Path folder() {
    return folder;
  }

  /**
   * Where the run stood when the checkpoint was written.
   *
   * @throws FaultException if it is damaged
   */
  RunState read() throws IOException {
    Path file = folder.resolve(STATE);
    RunState state;
    try {
      state = JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), RunState.class);
    } catch (NoSuchFileException e) {
      throw damaged(file, "is missing");
    } catch (JsonProcessingException | java.nio.charset.CharacterCodingException e) {
      throw damaged(file, "is not the state of a run (" + firstLine(e) + ")");
    }
    if (state.run().schema() > RunState.SCHEMA) {
      throw new FaultException(
          "%s has schema %d, this version of BNN Lab reads up to %d; use a newer one"
              .formatted(file, state.run().schema(), RunState.SCHEMA));
    }
    List<String> faults = new ArrayList<>();
    for (String name : List.of(MODEL, RUN)) {
      Path part = folder.resolve(name);
      String expected = state.files().get(name);
      if (!Files.isRegularFile(part)) {
        faults.add("%s is missing".formatted(part));
      } else if (!AtomicFolder.sha256(part).equals(expected)) {
        faults.add("%s is not the file that was written: its SHA-256 differs".formatted(part));
      }
    }
    if (!faults.isEmpty()) {
      faults.add(advice());
      throw new FaultException(faults);
    }
    return state;
  }

  /**
   * Puts the saved tensors into a store that holds the network's initial parameters.
   *
   * @throws FaultException if tensors are missing or do not fit
   */
  void restore(StateStore store) throws IOException {
    List<String> faults = new ArrayList<>();
    Map<String, StoredArray> model = Safetensors.read(folder.resolve(MODEL)).tensors();
    for (Map.Entry<String, NDArray> entry : store.tensors(StateStore.Kind.MODEL).entrySet()) {
      StoredArray saved = model.get(entry.getKey());
      Shape shape = entry.getValue().getShape();
      if (saved == null) {
        faults.add("%s has no tensor %s".formatted(folder.resolve(MODEL), entry.getKey()));
      } else if (!new Shape(saved.shape()).equals(shape)) {
        faults.add(
            "%s: tensor %s has shape %s, the network needs %s"
                .formatted(folder.resolve(MODEL), entry.getKey(), new Shape(saved.shape()), shape));
      } else {
        store.set(entry.getKey(), saved.asFloats());
      }
    }
    if (!faults.isEmpty()) {
      throw new FaultException(faults);
    }
    Safetensors.read(folder.resolve(RUN))
        .tensors()
        .forEach(
            (name, saved) -> {
              if (store.contains(name)) {
                store.set(name, saved.asFloats());
              } else {
                store.create(name, StateStore.Kind.RUN, new Shape(saved.shape()), saved.asFloats());
              }
            });
  }

  private FaultException damaged(Path file, String fault) {
    return new FaultException(List.of(file + " " + fault, advice()));
  }

  private static String sha256(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Checksum.sha256Of(new ByteArrayInputStream(bytes)).hex();
  }

  private String advice() {
    return "the run cannot be resumed; delete %s to start it again".formatted(folder.getParent());
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}

package org.bnnlab.bench.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bnnlab.bench.file.AtomicFolder;

/**
 * The files of runs, found by what they contain: a row names its files with their hashes, so a
 * folder may be renamed or moved, and files that were changed since are not taken for the run's.
 */
public final class RunFiles {

  /** What each epoch measured, a line of JSON each. */
  public static final String METRICS = "metrics.jsonl";

  /** Confusion matrix, figures per class and calibration after the last epoch. */
  public static final String EVALUATION = "evaluation.json";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, Path> folders;

  private RunFiles(Map<String, Path> folders) {
    this.folders = folders;
  }

  /**
   * Looks through the runs of a results folder.
   *
   * @param results folder with the folder {@code runs}, which may be missing
   */
  public static RunFiles in(Path results) throws IOException {
    List<Path> metrics = List.of();
    Path runs = results.resolve("runs");
    if (Files.isDirectory(runs)) {
      try (Stream<Path> list = Files.list(runs)) {
        metrics =
            list.sorted().map(run -> run.resolve(METRICS)).filter(Files::isRegularFile).toList();
      }
    }
    List<String> hashes = metrics.parallelStream().map(RunFiles::hash).toList();
    Map<String, Path> folders = new HashMap<>();
    for (int i = 0; i < hashes.size(); i++) {
      folders.put(hashes.get(i), metrics.get(i).getParent());
    }
    return new RunFiles(folders);
  }

  private static String hash(Path file) {
    try {
      return AtomicFolder.sha256(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** The folder of a row's run, if it is there. */
  public Optional<Path> folder(ResultRow row) {
    return row.artefacts().stream()
        .filter(artefact -> artefact.path().endsWith(METRICS))
        .map(Artefact::sha256)
        .map(folders::get)
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }

  /** The metrics of a row's epochs; empty where its files are not there. */
  public List<JsonNode> epochs(ResultRow row) throws IOException {
    Optional<Path> folder = folder(row);
    List<JsonNode> epochs = new ArrayList<>();
    if (folder.isPresent()) {
      for (String line : Files.readAllLines(folder.get().resolve(METRICS))) {
        if (!line.isBlank()) {
          epochs.add(JSON.readTree(line));
        }
      }
    }
    return epochs;
  }

  /** Confusion matrix and figures per class, if they are there. */
  public Optional<JsonNode> evaluation(ResultRow row) throws IOException {
    Optional<Path> file = folder(row).map(f -> f.resolve(EVALUATION));
    return file.isPresent() && Files.isRegularFile(file.get())
        ? Optional.of(JSON.readTree(Files.readString(file.get())))
        : Optional.empty();
  }
}

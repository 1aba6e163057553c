package org.bnnlab.bench.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.evaluation.Guess;
import org.bnnlab.bench.evaluation.PredictionFile;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.ledger.Artefact;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.recipe.CanonicalJson;

/**
 * A second look at one row: its experiment's hash, the hashes of its files, and the accuracy
 * computed again from the stored predictions.
 *
 * @param row the row
 * @param checked what was looked at and is right
 * @param faults what is wrong
 * @param missing what could not be looked at
 */
public record Audit(
    ResultRow row, List<String> checked, List<String> faults, List<String> missing) {

  private static final double ROUNDING = 1e-9;

  /** Copies the lists. */
  public Audit {
    checked = List.copyOf(checked);
    faults = List.copyOf(faults);
    missing = List.copyOf(missing);
  }

  /** Looks at a row. */
  public static Audit of(ResultRow row, RunFiles files) throws IOException {
    List<String> checked = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    String hash = CanonicalJson.sha256(row.config().experiment());
    if (hash.equals(row.config().sha256())) {
      checked.add("experiment");
    } else {
      faults.add(
          "the experiment's SHA-256 is %s, the row says %s".formatted(hash, row.config().sha256()));
    }
    Path folder = files.folder(row).orElse(null);
    if (folder == null) {
      missing.add("no folder of runs holds its metrics.jsonl");
    } else {
      for (Artefact artefact : row.artefacts()) {
        artefact(folder, artefact, checked, faults, missing);
      }
      accuracy(row, folder, checked, faults);
    }
    return new Audit(row, checked, faults, missing);
  }

  private static void artefact(
      Path folder,
      Artefact artefact,
      List<String> checked,
      List<String> faults,
      List<String> missing)
      throws IOException {
    Path file = folder.resolve(artefact.path()).normalize();
    if (!file.startsWith(folder.normalize())) {
      faults.add("%s lies outside the run's folder".formatted(artefact.path()));
    } else if (!Files.isRegularFile(file)) {
      missing.add(artefact.path());
    } else {
      String hash = AtomicFolder.sha256(file);
      if (hash.equals(artefact.sha256())) {
        checked.add(artefact.path());
      } else {
        faults.add(
            "%s has the SHA-256 %s, the row says %s"
                .formatted(artefact.path(), hash, artefact.sha256()));
      }
    }
  }

  private static void accuracy(
      ResultRow row, Path folder, List<String> checked, List<String> faults) throws IOException {
    Path file = folder.resolve(PredictionFile.NAME);
    ResultRow.Accuracy last = row.outcome().last();
    // The predictions are the network's own, not those of a probe.
    if (!Files.isRegularFile(file) || last == null || row.protocol() != null) {
      return;
    }
    try {
      List<Guess> guesses = PredictionFile.read(file);
      compare("top-1", last.top1(), share(guesses, 1), checked, faults);
      if (last.top5() != null) {
        compare("top-5", last.top5(), share(guesses, 5), checked, faults);
      }
      if (guesses.size() != row.identity().dataset().count()) {
        faults.add(
            "%d predictions for a test set of %d images"
                .formatted(guesses.size(), row.identity().dataset().count()));
      }
    } catch (FaultException e) {
      faults.addAll(e.faults());
    }
  }

  private static double share(List<Guess> guesses, int places) {
    return 100.0
        * (double) guesses.stream().filter(guess -> guess.rank() <= places).count()
        / guesses.size();
  }

  private static void compare(
      String name, double said, double found, List<String> checked, List<String> faults) {
    if (Math.abs(said - found) <= ROUNDING) {
      checked.add(String.format(Locale.ROOT, "%s %.2f %%", name, found));
    } else {
      faults.add(
          String.format(
              Locale.ROOT,
              "%s computed from the predictions is %.2f %%, the row says %.2f %%",
              name,
              found,
              said));
    }
  }
}

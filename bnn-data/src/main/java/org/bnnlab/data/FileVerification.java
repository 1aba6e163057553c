package org.bnnlab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares published files that lie in one folder, each as it was published. */
public final class FileVerification {

  private FileVerification() {}

  /** Compares all files of a data set, looked for by path and by name below {@code folder}. */
  public static Verification of(Dataset dataset, Path folder) {
    List<Verification.Finding> findings = new ArrayList<>();
    for (DataFile file : dataset.files()) {
      Path place = folder.resolve(file.path());
      if (!Files.isRegularFile(place)) {
        place = folder.resolve(file.name());
      }
      findings.add(Verification.compare(file, found(place, file.checksum().algorithm())));
    }
    return new Verification(dataset.id(), findings);
  }

  private static @Nullable Checksum found(Path file, String algorithm) {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Checksum.of(algorithm, in);
    } catch (IOException e) {
      throw new DataException(file.toString(), List.of("cannot be read: " + e), e);
    }
  }
}

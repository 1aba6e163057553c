package org.bnnlab.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The project's shared folder with golden data, published figures and data sets, for tests.
 *
 * <p>It is the system property {@code bnn.shared}, else the environment variable {@code
 * BNN_SHARED}, else the folder {@code shared} beside the repository.
 */
public final class SharedFolder {

  private SharedFolder() {}

  /**
   * A file of the folder; the calling test is skipped where it is missing.
   *
   * @param relative path inside the folder, such as {@code golden/optimizers.npz}
   */
  public static Path require(String relative) {
    Path file = location().resolve(relative);
    assumeTrue(
        Files.exists(file),
        () ->
            "skipped: no %s; set -Dbnn.shared or BNN_SHARED to the shared folder".formatted(file));
    return file;
  }

  private static Path location() {
    return Optional.ofNullable(System.getProperty("bnn.shared"))
        .or(() -> Optional.ofNullable(System.getenv("BNN_SHARED")))
        .map(Path::of)
        .orElseGet(SharedFolder::besideTheRepository);
  }

  private static Path besideTheRepository() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".git")) || Files.isDirectory(folder.resolve("bnn-api"))) {
        return folder.resolveSibling("shared");
      }
    }
    return start.resolveSibling("shared");
  }
}

package org.bnnlab.data;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of real data beside the repository: the one place that knows where it is.
 *
 * <p>System property {@code bnn.shared}, environment variable {@code BNN_SHARED}, or {@code
 * ../shared} seen from the repository's root.
 */
public final class SharedFolder {

  private SharedFolder() {}

  /** {@code path} below the shared folder; where it is missing, the calling test is skipped. */
  public static Path require(String path) {
    Path file = root().resolve(path);
    assumeThat(file)
        .as("%s is missing; name the folder of real data by -Dbnn.shared or BNN_SHARED", file)
        .exists();
    return file;
  }

  private static Path root() {
    String named = System.getProperty("bnn.shared", System.getenv("BNN_SHARED"));
    return named == null
        ? repository().resolveSibling("shared")
        : Path.of(named).toAbsolutePath().normalize();
  }

  /** The outermost folder with a pom above the working directory, which is the module's. */
  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && Files.exists(folder.resolveSibling("pom.xml"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}

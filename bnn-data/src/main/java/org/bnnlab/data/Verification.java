package org.bnnlab.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a comparison of files with their published checksums found, one finding for each file. */
public record Verification(String dataset, List<Finding> findings) {

  public Verification {
    findings = List.copyOf(findings);
  }

  /** The state of one file. */
  public sealed interface Finding {
    /** The file as the publisher names it. */
    String file();
  }

  /** The file has the published content. */
  public record Same(String file) implements Finding {}

  /** The file is there with another content. */
  public record Differs(String file, Checksum published, Checksum found) implements Finding {}

  /** The file is not there. */
  public record Missing(String file) implements Finding {}

  /** The finding for one file; {@code found} is null where there is none. */
  public static Finding compare(DataFile published, @Nullable Checksum found) {
    if (found == null) {
      return new Missing(published.path());
    }
    return found.equals(published.checksum())
        ? new Same(published.path())
        : new Differs(published.path(), published.checksum(), found);
  }

  /** Whether every file has the published content. */
  public boolean allSame() {
    return findings.stream().allMatch(Same.class::isInstance);
  }

  /** One line for each file: {@code ok}, {@code differs} or {@code missing}, and why. */
  public List<String> lines() {
    return findings.stream().map(Verification::line).toList();
  }

  private static String line(Finding finding) {
    return switch (finding) {
      case Same(String file) -> "ok       " + file;
      case Differs(String file, Checksum published, Checksum found) ->
          "differs  %s (%s found %s, published %s)"
              .formatted(file, published.algorithm(), found.hex(), published.hex());
      case Missing(String file) -> "missing  " + file;
    };
  }
}

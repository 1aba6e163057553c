package org.bnnlab.bench.file;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is not what its format asks for: truncated, altered, or of another kind. */
public final class FileFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * A fault in a file.
   *
   * @param file the file
   * @param place where in the file: an entry or an offset
   * @param fault what was found and what the format asks for
   */
  public FileFormatException(Path file, String place, String fault) {
    this(file, place, fault, null);
  }

  /** The same with what revealed it. */
  public FileFormatException(Path file, String place, String fault, @Nullable Throwable cause) {
    super(file + ", " + place + ": " + fault, cause);
  }
}

package org.bnnlab.runtime.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file that is no packed network: truncated, altered, of another kind, or too large. */
public final class BnnFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param source name of the file
   * @param offset where in it
   * @param fault what was found and what the format asks for
   */
  BnnFileException(String source, long offset, String fault, @Nullable Throwable cause) {
    super(source + ", offset " + offset + ": " + fault, cause);
  }
}

package org.bnnlab.bench.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Trained networks that a run starts from or learns from, as files with their parameters.
 *
 * @param previous result of the stage before, or null
 * @param teacher the teacher, or null
 */
public record Prerequisites(@Nullable Path previous, @Nullable Path teacher) {

  /** A run that needs nothing. */
  public static final Prerequisites NONE = new Prerequisites(null, null);
}

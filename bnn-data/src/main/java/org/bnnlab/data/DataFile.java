package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

/**
 * A file as its publisher distributes it.
 *
 * @param path name below the data set's folder, parts divided by {@code /}
 * @param bytes size
 * @param checksum the published content
 */
public record DataFile(String path, long bytes, Checksum checksum) {

  public DataFile {
    requireArgument(!path.isBlank(), "a data file needs a path");
    requireArgument(bytes > 0, "data file %s must have a size above 0, found %d", path, bytes);
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

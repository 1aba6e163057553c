package org.bnnlab.data;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A data set that can be opened: the plug-in point for further ones. */
public interface DatasetSource {

  Dataset description();

  /**
   * Opens several splits in one pass over the files.
   *
   * @param location the folder or archive the user names; unused where the images are generated
   * @return exactly the splits asked for
   * @throws DataException with all faults of all files
   */
  Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location);

  /**
   * Compares every file with its published checksum. A file that differs is a finding, not an
   * error: it may still be readable. Where no checksums of files are published, none is compared.
   *
   * @throws DataException where nothing can be compared, for instance without a folder
   */
  default Verification verify(@Nullable Path location) {
    return new Verification(description().id(), List.of());
  }

  /** The files that can be had from the publisher; empty where there are none. */
  default List<Download> downloads() {
    return List.of();
  }

  /** Whether opening needs a location: where there are files. */
  default boolean needsLocation() {
    return !description().files().isEmpty();
  }

  /** Opens one split. */
  default ImageDataset open(Split split, @Nullable Path location) {
    return Objects.requireNonNull(open(EnumSet.of(split), location).get(split));
  }
}

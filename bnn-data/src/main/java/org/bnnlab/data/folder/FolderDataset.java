package org.bnnlab.data.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.Verification;
import org.jspecify.annotations.Nullable;

/**
 * {@code folder}: a user's own images, in {@code train} and {@code test} (or {@code val}) with one
 * folder per class.
 */
public final class FolderDataset implements DatasetSource {

  private static final Dataset DESCRIPTION =
      new Dataset(
          "folder",
          "A folder of class folders",
          Map.of(Split.TRAIN, 0, Split.TEST, 0),
          new ImageShape(3, 224, 224),
          List.of(),
          "of the user's own images",
          "the folder named with --data: train/CLASS/IMAGE and test/CLASS/IMAGE, JPEG or PNG",
          List.of());

  @Override
  public Dataset description() {
    return DESCRIPTION;
  }

  @Override
  public boolean needsLocation() {
    return true;
  }

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    return new ClassFolders(required(location, DESCRIPTION), DESCRIPTION).open(splits);
  }

  /** Nothing to compare: nobody published a checksum. */
  @Override
  public Verification verify(@Nullable Path location) {
    return new Verification(DESCRIPTION.id(), List.of());
  }

  static Path required(@Nullable Path location, Dataset dataset) {
    if (location == null) {
      throw new DataException(
          dataset.id(), List.of("no folder was named; it is " + dataset.source()));
    }
    return location;
  }
}

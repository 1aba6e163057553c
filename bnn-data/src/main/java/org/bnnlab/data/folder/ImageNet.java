package org.bnnlab.data.folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bnnlab.data.Checksum;
import org.bnnlab.data.DataFile;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.FileVerification;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.Verification;
import org.jspecify.annotations.Nullable;

/**
 * {@code imagenet}: ILSVRC2012 in class folders, {@code train/n01440764/...JPEG} and {@code
 * val/n01440764/...JPEG}; {@link ImageNetPreparation} makes them from the published archives. The
 * validation images are the test split, as papers use them.
 */
public final class ImageNet implements DatasetSource {

  static final int CLASSES = 1000;

  private static final Dataset DESCRIPTION =
      new Dataset(
          "imagenet",
          "ImageNet, ILSVRC2012",
          Map.of(Split.TRAIN, 1_281_167, Split.TEST, 50_000),
          new ImageShape(3, 224, 224),
          IntStream.range(0, CLASSES).mapToObj(label -> "class " + label).toList(),
          "for research, do not redistribute; cite O. Russakovsky et al., ImageNet Large Scale"
              + " Visual Recognition Challenge, 2015",
          "https://www.image-net.org (after registration); then bnn data prepare imagenet",
          List.of(
              new DataFile(
                  "ILSVRC2012_img_train.tar",
                  147_897_477_120L,
                  Checksum.md5("1d675b47d978889d74fa0da5fadfb00e")),
              new DataFile(
                  "ILSVRC2012_img_val.tar",
                  6_744_924_160L,
                  Checksum.md5("29b22e2961454d5413ddabcf34fc5622"))));

  @Override
  public Dataset description() {
    return DESCRIPTION;
  }

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    return new ClassFolders(FolderDataset.required(location, DESCRIPTION), DESCRIPTION)
        .open(splits);
  }

  /** Compares the archives, if the folder holds them. */
  @Override
  public Verification verify(@Nullable Path location) {
    return FileVerification.of(DESCRIPTION, FolderDataset.required(location, DESCRIPTION));
  }
}

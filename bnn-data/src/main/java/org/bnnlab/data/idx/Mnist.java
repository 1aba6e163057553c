package org.bnnlab.data.idx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bnnlab.data.Checksum;
import org.bnnlab.data.DataException;
import org.bnnlab.data.DataFile;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.Download;
import org.bnnlab.data.FileVerification;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.Verification;
import org.jspecify.annotations.Nullable;

/** {@code mnist}: handwritten digits (Y. LeCun, C. Cortes, C. Burges), four files in idx format. */
public final class Mnist implements DatasetSource {

  private static final int CLASSES = 10;
  private static final String MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/";

  private static final Dataset DESCRIPTION =
      new Dataset(
          "mnist",
          "MNIST",
          Map.of(Split.TRAIN, 60_000, Split.TEST, 10_000),
          new ImageShape(1, 28, 28),
          IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList(),
          "CC BY-SA 3.0; Y. LeCun, C. Cortes",
          "http://yann.lecun.com/exdb/mnist/ (mirror: " + MIRROR + ")",
          List.of(
              file("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
              file("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
              file("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
              file("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c")));

  private static DataFile file(String name, long bytes, String md5) {
    return new DataFile(name, bytes, Checksum.md5(md5));
  }

  @Override
  public Dataset description() {
    return DESCRIPTION;
  }

  @Override
  public List<Download> downloads() {
    return DESCRIPTION.files().stream()
        .map(file -> Download.of(file, MIRROR + file.name()))
        .toList();
  }

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    for (Split split : splits) {
      String prefix =
          switch (split) {
            case TRAIN -> "train";
            case TEST -> "t10k";
            case VALIDATION ->
                throw new DataException(
                    "mnist", List.of("unknown split \"validation\"; one of: train, test"));
          };
      opened.put(split, read(folder(location), prefix));
    }
    return opened;
  }

  private static ImageDataset read(Path folder, String prefix) {
    Path images = found(folder, prefix + "-images-idx3-ubyte");
    Path labelFile = found(folder, prefix + "-labels-idx1-ubyte");
    IdxFile pixels = IdxFile.read(images, 3);
    IdxFile labels = IdxFile.read(labelFile, 1);
    ImageShape shape = DESCRIPTION.shape();
    List<Integer> sides = pixels.sides();
    if (sides.get(1) != shape.height() || sides.get(2) != shape.width()) {
      throw new DataException(
          images.toString(),
          List.of(
              "offset 8: images of %d x %d; MNIST's have 28 x 28"
                  .formatted(sides.get(1), sides.get(2))));
    }
    if (!labels.sides().getFirst().equals(sides.getFirst())) {
      throw new DataException(
          labelFile.toString(),
          List.of(
              "offset 4: %d labels for %d images"
                  .formatted(labels.sides().getFirst(), sides.getFirst())));
    }
    int[] numbers = new int[labels.values().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = labels.values()[i] & 0xFF;
      if (numbers[i] >= CLASSES) {
        throw new DataException(
            labelFile.toString(),
            List.of("offset %d: label %d is not in 0..9".formatted(8 + i, numbers[i])));
      }
    }
    return ImageDataset.inMemory(DESCRIPTION, numbers, pixels.values());
  }

  private static Path found(Path folder, String name) {
    for (String candidate : List.of(name + ".gz", name)) {
      if (Files.isRegularFile(folder.resolve(candidate))) {
        return folder.resolve(candidate);
      }
    }
    throw new DataException(
        "mnist in " + folder,
        List.of(
            "neither %s.gz nor %s is there; bnn data fetch mnist gets it".formatted(name, name)));
  }

  private static Path folder(@Nullable Path location) {
    if (location == null) {
      throw new DataException(
          "mnist", List.of("no folder was named; bnn data fetch mnist --data DIR gets the files"));
    }
    return location;
  }

  @Override
  public Verification verify(@Nullable Path location) {
    return FileVerification.of(DESCRIPTION, folder(location));
  }
}

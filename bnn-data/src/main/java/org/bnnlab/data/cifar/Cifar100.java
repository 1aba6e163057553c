package org.bnnlab.data.cifar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

/**
 * {@code cifar100}: CIFAR-100 (A. Krizhevsky, 2009) from its binary layout: records of a byte for
 * the coarse label, a byte for the fine one, which is used, and 3072 pixels.
 */
public final class Cifar100 implements DatasetSource {

  private static final String ARCHIVE = "cifar-100-binary.tar.gz";
  private static final String FOLDER = "cifar-100-binary";
  private static final Map<Split, String> NAMES =
      Map.of(Split.TRAIN, "train.bin", Split.TEST, "test.bin");
  private static final int CLASSES = 100;

  private static final Dataset DESCRIPTION =
      new Dataset(
          "cifar100",
          "CIFAR-100",
          Map.of(Split.TRAIN, 50_000, Split.TEST, 10_000),
          new ImageShape(3, 32, 32),
          IntStream.range(0, CLASSES).mapToObj(label -> "class " + label).toList(),
          "free for research; cite A. Krizhevsky, Learning Multiple Layers of Features from Tiny"
              + " Images, 2009",
          "https://www.cs.toronto.edu/~kriz/" + ARCHIVE,
          List.of(
              new DataFile(
                  ARCHIVE, 168_513_733, Checksum.md5("03b5dce01913d631647c71ecec9e9cb8"))));

  private final int trainRecords;
  private final int testRecords;

  public Cifar100() {
    this(50_000, 10_000);
  }

  /** For tests with small files. */
  Cifar100(int trainRecords, int testRecords) {
    this.trainRecords = trainRecords;
    this.testRecords = testRecords;
  }

  @Override
  public Dataset description() {
    return DESCRIPTION;
  }

  @Override
  public List<Download> downloads() {
    return List.of(Download.of(DESCRIPTION.files().getFirst(), DESCRIPTION.source()));
  }

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    Map<String, RecordReader> readers = new TreeMap<>();
    Map<Split, RecordReader> bySplit = new EnumMap<>(Split.class);
    for (Split split : splits) {
      String name = NAMES.get(split);
      if (name == null) {
        throw new DataException(
            "cifar100", List.of("unknown split \"validation\"; one of: train, test"));
      }
      RecordReader reader =
          new RecordReader(
              List.of(name), split == Split.TRAIN ? trainRecords : testRecords, 1, CLASSES);
      readers.put(name, reader);
      bySplit.put(split, reader);
    }
    BatchFiles files = locate(location);
    Set<String> missing = new LinkedHashSet<>(readers.keySet());
    List<String> faults = new ArrayList<>();
    try {
      files.visit(
          readers.keySet(),
          (name, bytes, content) -> {
            missing.remove(name);
            faults.addAll(Objects.requireNonNull(readers.get(name)).read(name, bytes, content));
          });
      missing.forEach(name -> faults.add(name + " is missing; get it again"));
    } catch (IOException e) {
      faults.add("reading stopped: %s; get it again".formatted(e.getMessage()));
    }
    if (!faults.isEmpty()) {
      throw new DataException("cifar100 in " + files, faults);
    }
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    bySplit.forEach((split, reader) -> opened.put(split, reader.dataset(DESCRIPTION)));
    return opened;
  }

  private static BatchFiles locate(@Nullable Path location) {
    if (location != null) {
      if (Files.isRegularFile(location)) {
        return new BatchArchive(location);
      }
      for (Path folder : List.of(location, location.resolve(FOLDER))) {
        if (NAMES.values().stream().anyMatch(name -> Files.exists(folder.resolve(name)))) {
          return new BatchFolder(folder);
        }
      }
      if (Files.isRegularFile(location.resolve(ARCHIVE))) {
        return new BatchArchive(location.resolve(ARCHIVE));
      }
    }
    throw new DataException(
        "cifar100" + (location == null ? "" : " in " + location),
        List.of(
            "neither %s nor %s is there; bnn data fetch cifar100 --data DIR gets it"
                .formatted(FOLDER, ARCHIVE)));
  }

  @Override
  public Verification verify(@Nullable Path location) {
    if (location == null) {
      locate(null);
    }
    return FileVerification.of(DESCRIPTION, Objects.requireNonNull(location));
  }
}

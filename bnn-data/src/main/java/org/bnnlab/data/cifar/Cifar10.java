package org.bnnlab.data.cifar;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.bnnlab.data.Checksum;
import org.bnnlab.data.DataException;
import org.bnnlab.data.DataFile;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.Download;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.Verification;
import org.jspecify.annotations.Nullable;

/**
 * CIFAR-10 (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009) in its
 * binary layout: six files of 10,000 records, each one label byte and 3072 bytes of pixels, the
 * red, green and blue plane after another.
 *
 * <p>A location is the folder {@code cifar-10-batches-bin}, the folder it stands in, the archive
 * ({@code .tar.gz} as published, or {@code .tar.bz2}), or the folder the archive stands in.
 */
public final class Cifar10 implements DatasetSource {

  private static final String FOLDER = "cifar-10-batches-bin";
  private static final List<String> ARCHIVES =
      List.of("cifar-10-binary.tar.gz", "cifar-10-binary.tar.bz2");
  private static final String TEST_FILE = "test_batch.bin";
  private static final int RECORDS = 10_000;
  private static final long BYTES = RECORDS * 3073L;

  private static final Dataset DESCRIPTION =
      new Dataset(
          "cifar10",
          "CIFAR-10",
          Map.of(Split.TRAIN, 5 * RECORDS, Split.TEST, RECORDS),
          new ImageShape(3, 32, 32),
          List.of(
              "airplane",
              "automobile",
              "bird",
              "cat",
              "deer",
              "dog",
              "frog",
              "horse",
              "ship",
              "truck"),
          "free for research; cite A. Krizhevsky, Learning Multiple Layers of Features from Tiny"
              + " Images, 2009",
          "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
          List.of(
              file(
                  "data_batch_1",
                  "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
              file(
                  "data_batch_2",
                  "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
              file(
                  "data_batch_3",
                  "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
              file(
                  "data_batch_4",
                  "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
              file(
                  "data_batch_5",
                  "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
              file(
                  "test_batch",
                  "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b")));

  private final int recordsPerFile;

  public Cifar10() {
    this(RECORDS);
  }

  /** For tests with small files. */
  Cifar10(int recordsPerFile) {
    this.recordsPerFile = recordsPerFile;
  }

  private static DataFile file(String name, String sha256) {
    return new DataFile(FOLDER + "/" + name + ".bin", BYTES, Checksum.sha256(sha256));
  }

  @Override
  public Dataset description() {
    return DESCRIPTION;
  }

  /** The archive with its published checksum; the files in it have checksums of their own. */
  @Override
  public List<Download> downloads() {
    return List.of(
        new Download(
            ARCHIVES.getFirst(),
            170_052_171,
            Checksum.md5("c32a1d4ab5d03f1284b67883e8d87530"),
            List.of(URI.create(DESCRIPTION.source()))));
  }

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    Map<Split, RecordReader> readers = new EnumMap<>(Split.class);
    for (Split split : splits) {
      readers.put(split, new RecordReader(names(split), recordsPerFile));
    }
    BatchFiles files = locate(location);
    Set<String> missing = new LinkedHashSet<>();
    readers.values().forEach(reader -> missing.addAll(reader.names()));
    List<String> faults = new ArrayList<>();
    try {
      files.visit(
          Set.copyOf(missing),
          (name, bytes, content) -> {
            missing.remove(name);
            RecordReader reader = readers.get(name.equals(TEST_FILE) ? Split.TEST : Split.TRAIN);
            faults.addAll(Objects.requireNonNull(reader).read(name, bytes, content));
          });
      missing.forEach(name -> faults.add(name + " is missing; " + getItAgain()));
    } catch (IOException e) {
      faults.add("reading stopped: " + e.getMessage() + "; " + getItAgain());
    }
    if (!faults.isEmpty()) {
      throw new DataException("cifar10 in " + files, faults);
    }
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    readers.forEach((split, reader) -> opened.put(split, reader.dataset(DESCRIPTION)));
    return opened;
  }

  @Override
  public Verification verify(@Nullable Path location) {
    BatchFiles files = locate(location);
    Map<String, Checksum> found = new HashMap<>();
    Set<String> names =
        DESCRIPTION.files().stream().map(DataFile::name).collect(Collectors.toUnmodifiableSet());
    try {
      files.visit(names, (name, bytes, content) -> found.put(name, Checksum.sha256Of(content)));
    } catch (IOException e) {
      throw new DataException(
          "cifar10 in " + files,
          List.of("reading stopped: " + e.getMessage() + "; " + getItAgain()),
          e);
    }
    return new Verification(
        DESCRIPTION.id(),
        DESCRIPTION.files().stream()
            .map(file -> Verification.compare(file, found.get(file.name())))
            .toList());
  }

  private static List<String> names(Split split) {
    return switch (split) {
      case TRAIN ->
          DESCRIPTION.files().stream()
              .map(DataFile::name)
              .filter(name -> !name.equals(TEST_FILE))
              .toList();
      case TEST -> List.of(TEST_FILE);
      case VALIDATION ->
          throw new DataException(
              "cifar10", List.of("unknown split \"validation\"; one of: train, test"));
    };
  }

  private static BatchFiles locate(@Nullable Path location) {
    if (location == null) {
      throw new DataException(
          "cifar10",
          List.of(
              "no folder was named; name the one that holds "
                  + FOLDER
                  + " or "
                  + ARCHIVES.getFirst()
                  + " ("
                  + DESCRIPTION.source()
                  + ")"));
    }
    if (Files.isRegularFile(location)) {
      return new BatchArchive(location);
    }
    for (Path folder : List.of(location, location.resolve(FOLDER))) {
      if (DESCRIPTION.files().stream().anyMatch(f -> Files.exists(folder.resolve(f.name())))) {
        return new BatchFolder(folder);
      }
    }
    return ARCHIVES.stream()
        .map(location::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .<BatchFiles>map(BatchArchive::new)
        .orElseThrow(() -> nothingFound(location));
  }

  private static DataException nothingFound(Path location) {
    String rule =
        Files.isDirectory(location)
            ? "neither the files data_batch_1.bin .. test_batch.bin, nor the folder "
                + FOLDER
                + ", nor one of the archives "
                + String.join(", ", ARCHIVES)
                + " is there"
            : "there is no such file or folder";
    return new DataException("cifar10 in " + location, List.of(rule + "; " + getItAgain()));
  }

  private static String getItAgain() {
    return "get it from " + DESCRIPTION.source();
  }
}

package org.bnnlab.data.events;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bnnlab.data.Checksum;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.Download;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * {@code nmnist}: MNIST seen by an event camera in three jerks of about 100 ms (G. Orchard et al.,
 * "Converting Static Image Datasets to Spiking Neuromorphic Datasets Using Saccades", 2015). A
 * sample is a spike tensor (T, 2, 34, 34), its time and polarity as channels; a spike is 255, which
 * the network sees as 1.
 *
 * <p>Reads the published folders {@code Train/5/00001.bin}, and folders {@code train} and {@code
 * test} of numbered files with {@code train.txt} and {@code test.txt} (number, label) beside them.
 */
public final class Nmnist implements DatasetSource {

  private static final int SIDE = 34;
  private static final int CLASSES = 10;

  /** Publishes checksums of the archives only: fetching checks them. */
  private static final String PUBLISHER =
      "https://data.mendeley.com/public-files/datasets/468j46mzdv/files/";

  private final SpikeTensors tensors;
  private final Dataset description;

  /** 30 steps of 10 ms, which is a whole recording. */
  public Nmnist() {
    this(30, 10_000);
  }

  /**
   * Spike tensors of a given resolution.
   *
   * @param steps T
   * @param binMicros duration of a step in microseconds
   */
  public Nmnist(int steps, long binMicros) {
    this.tensors = new SpikeTensors(steps, binMicros, SIDE);
    this.description =
        new Dataset(
            "nmnist",
            tensors.titled("N-MNIST"),
            Map.of(Split.TRAIN, 60_000, Split.TEST, 10_000),
            tensors.shape(),
            IntStream.range(0, CLASSES).mapToObj(String::valueOf).toList(),
            "CC BY-SA 4.0; G. Orchard et al.",
            "https://www.garrickorchard.com/datasets/n-mnist",
            List.of());
  }

  @Override
  public Dataset description() {
    return description;
  }

  @Override
  public boolean needsLocation() {
    return true;
  }

  @Override
  public List<Download> downloads() {
    return List.of(
        new Download(
            "Train.zip",
            0,
            Checksum.md5("20959b8e626244a1b502305a9e6e2031"),
            List.of(
                URI.create(PUBLISHER + "39c25547-014b-4137-a934-9d29fa53c7a0/file_downloaded"))),
        new Download(
            "Test.zip",
            0,
            Checksum.md5("69ca8762b2fe404d9b9bad1103e97832"),
            List.of(
                URI.create(PUBLISHER + "05a4d654-7e03-4c15-bdfa-9bb2bcbea494/file_downloaded"))));
  }

  private record Recording(Path file, int label) {}

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    if (location == null) {
      throw new DataException(
          "nmnist", List.of("no folder was named; unpack Train.zip and Test.zip into it"));
    }
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    for (Split split : splits) {
      List<Recording> recordings = recordings(location, split);
      opened.put(
          split,
          new ImageDataset(
              description,
              recordings.stream().mapToInt(Recording::label).toArray(),
              (row, target, offset) ->
                  tensors.write(read(recordings.get(row).file), target, offset)));
    }
    return opened;
  }

  /** The events of one recording. */
  public static Events read(Path file) {
    try {
      return NmnistFile.read(Files.readAllBytes(file), file.toString(), SIDE);
    } catch (IOException e) {
      throw new DataException(file.toString(), List.of("offset 0: cannot be read: " + e), e);
    }
  }

  private static List<Recording> recordings(Path root, Split split) {
    String name = split == Split.TRAIN ? "train" : "test";
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    RecordingFolder.requireKnown("nmnist", split);
    try {
      Path list = root.resolve(name + ".txt");
      if (Files.isRegularFile(list)) {
        return listed(list, root.resolve(name));
      }
      for (String folder : List.of(capital, name)) {
        if (Files.isDirectory(root.resolve(folder))) {
          return inClassFolders(root.resolve(folder));
        }
      }
    } catch (IOException e) {
      throw new DataException("nmnist in " + root, List.of("cannot be read: " + e), e);
    }
    throw new DataException(
        "nmnist in " + root,
        List.of("neither the folder %s nor the list %s.txt is there".formatted(capital, name)));
  }

  private static List<Recording> listed(Path list, Path folder) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      if (!line.strip().matches("[0-9]{1,9}\\s+[0-9]")) {
        throw new DataException(
            list.toString(),
            List.of("line %d: \"%s\" is no number and label".formatted(number, line.strip())));
      }
      String[] words = line.strip().split("\\s+", 2);
      recordings.add(new Recording(folder.resolve(words[0] + ".bs2"), Integer.parseInt(words[1])));
    }
    return recordings;
  }

  private static List<Recording> inClassFolders(Path folder) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    for (int label = 0; label < CLASSES; label++) {
      Path digit = folder.resolve(String.valueOf(label));
      if (Files.isDirectory(digit)) {
        try (Stream<Path> files = Files.list(digit)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".bin")).sorted().toList()) {
            recordings.add(new Recording(file, label));
          }
        }
      }
    }
    if (recordings.isEmpty()) {
      throw new DataException(
          folder.toString(), List.of("no recording such as 5/00001.bin is there"));
    }
    return recordings;
  }
}

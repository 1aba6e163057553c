package org.bnnlab.data.events;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * {@code mnistdvs}: digits of MNIST that move on a screen, seen by a DVS128 camera (T.
 * Serrano-Gotarredona, B. Linares-Barranco, "Poker-DVS and MNIST-DVS", 2015), as BiSNN takes them:
 * recordings of scale 4, pixels 48 to 73 in both directions, the first 900 of each digit for
 * training and the last 100 for the test, in bins of 5 ms over 2 s.
 *
 * <p>Reads files such as {@code mnist_5_scale04_0001.aedat} (AEDAT 2.0) anywhere below the folder.
 */
public final class MnistDvs implements DatasetSource {

  private static final int CORNER = 48;
  private static final int SIDE = 26;
  private static final String FILE = "mnist_[0-9]_scale04_(?!0000)(0[0-9]{3}|1000)\\.aedat";
  private static final int LAST_OF_TRAINING = 900;

  private final SpikeTensors tensors;
  private final Dataset description;

  /** 400 steps of 5 ms. */
  public MnistDvs() {
    this(400, 5_000);
  }

  /**
   * Spike tensors of a given resolution.
   *
   * @param steps T
   * @param binMicros duration of a step in microseconds
   */
  public MnistDvs(int steps, long binMicros) {
    tensors = new SpikeTensors(steps, binMicros, SIDE);
    description =
        new Dataset(
            "mnistdvs",
            tensors.titled("MNIST-DVS"),
            Map.of(Split.TRAIN, 9_000, Split.TEST, 1_000),
            tensors.shape(),
            IntStream.range(0, 10).mapToObj(String::valueOf).toList(),
            "not stated; T. Serrano-Gotarredona, B. Linares-Barranco",
            "http://www2.imse-cnm.csic.es/caviar/MNISTDVS.html",
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
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    List<Path> files =
        RecordingFolder.files(description.id(), location, FILE, "mnist_5_scale04_0001.aedat");
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    for (Split split : splits) {
      RecordingFolder.requireKnown(description.id(), split);
      List<Path> recordings = files.stream().filter(file -> split(file) == split).toList();
      opened.put(
          split,
          new ImageDataset(
              description,
              recordings.stream().mapToInt(MnistDvs::digit).toArray(),
              (row, target, offset) -> tensors.write(read(recordings.get(row)), target, offset)));
    }
    return opened;
  }

  private static int digit(Path file) {
    return RecordingFolder.name(file).charAt("mnist_".length()) - '0';
  }

  private static Split split(Path file) {
    String name = RecordingFolder.name(file);
    int start = "mnist_5_scale04_".length();
    int number = Integer.parseInt(name.substring(start, start + 4));
    return number <= LAST_OF_TRAINING ? Split.TRAIN : Split.TEST;
  }

  private static Events read(Path file) {
    return Aedat2File.read(RecordingFolder.map(file), file.toString()).square(CORNER, SIDE);
  }
}

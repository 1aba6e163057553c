package org.bnnlab.data.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * {@code dvsgestures}: 11 gestures of 29 people, seen by a DVS128 camera (A. Amir et al., "A Low
 * Power, Fully Event-Based Gesture Recognition System", CVPR 2017), as BiSNN takes them: people 1
 * to 23 for training and the others for the test, 128x128 pixels joined to 32x32, in bins of 5 ms
 * over the first 2 s of a gesture.
 *
 * <p>Reads files such as {@code user01_fluorescent.aedat} (AEDAT 3.1) anywhere below the folder,
 * each with {@code user01_fluorescent_labels.csv} beside it, which says when which gesture was
 * made.
 */
public final class DvsGestures implements DatasetSource {

  private static final int SENSOR = 128;
  private static final int FACTOR = 4;
  private static final String FILE = "user[0-9]{2}_.+\\.aedat";
  private static final String HEAD = "class,startTime_usec,endTime_usec";
  private static final int LAST_OF_TRAINING = 23;
  private static final List<String> GESTURES =
      List.of(
          "hand clapping",
          "right hand wave",
          "left hand wave",
          "right arm clockwise",
          "right arm counter-clockwise",
          "left arm clockwise",
          "left arm counter-clockwise",
          "arm roll",
          "air drums",
          "air guitar",
          "other gestures");

  private final SpikeTensors tensors;
  private final Dataset description;

  /** 400 steps of 5 ms. */
  public DvsGestures() {
    this(400, 5_000);
  }

  /**
   * Spike tensors of a given resolution.
   *
   * @param steps T
   * @param binMicros duration of a step in microseconds
   */
  public DvsGestures(int steps, long binMicros) {
    tensors = new SpikeTensors(steps, binMicros, SENSOR / FACTOR);
    description =
        new Dataset(
            "dvsgestures",
            tensors.titled("DVS Gestures"),
            Map.of(Split.TRAIN, 1_176, Split.TEST, 288),
            tensors.shape(),
            GESTURES,
            "CC BY 4.0; A. Amir et al.",
            "https://research.ibm.com/interactive/dvsgesture/",
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

  /** A gesture of a recording, from one moment to another. */
  record Gesture(Path file, int label, long fromMicros, long toMicros) {}

  @Override
  public Map<Split, ImageDataset> open(Set<Split> splits, @Nullable Path location) {
    List<Path> files =
        RecordingFolder.files(description.id(), location, FILE, "user01_fluorescent.aedat");
    Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
    for (Split split : splits) {
      RecordingFolder.requireKnown(description.id(), split);
      List<Gesture> gestures =
          files.stream()
              .filter(file -> split(file) == split)
              .flatMap(file -> gestures(file).stream())
              .toList();
      opened.put(
          split,
          new ImageDataset(
              description,
              gestures.stream().mapToInt(Gesture::label).toArray(),
              (row, target, offset) -> tensors.write(read(gestures.get(row)), target, offset)));
    }
    return opened;
  }

  private static Split split(Path file) {
    int start = "user".length();
    int user = Integer.parseInt(RecordingFolder.name(file).substring(start, start + 2));
    return user <= LAST_OF_TRAINING ? Split.TRAIN : Split.TEST;
  }

  private static Events read(Gesture gesture) {
    return Aedat3File.read(
            RecordingFolder.map(gesture.file),
            gesture.file.toString(),
            SENSOR,
            gesture.fromMicros,
            gesture.toMicros)
        .fromFirst()
        .coarser(FACTOR);
  }

  /** The gestures of a recording, by the list beside it. */
  private static List<Gesture> gestures(Path file) {
    String recording = RecordingFolder.name(file);
    String stem = recording.substring(0, recording.length() - ".aedat".length());
    Path list = file.resolveSibling(stem + "_labels.csv");
    try {
      return gestures(file, list.toString(), Files.readAllLines(list, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new DataException(list.toString(), List.of("line 1: cannot be read: " + e), e);
    }
  }

  /**
   * Reads a list of gestures.
   *
   * @param file the recording
   * @param list name of the list
   * @param lines {@code class,startTime_usec,endTime_usec}, then one for each gesture
   */
  static List<Gesture> gestures(Path file, String list, List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().strip().equals(HEAD)) {
      throw fault(list, 1, "it must be \"" + HEAD + "\"");
    }
    List<Gesture> gestures = new ArrayList<>();
    for (int number = 2; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (!line.matches("[0-9]{1,2},[0-9]{1,18},[0-9]{1,18}")) {
        throw fault(list, number, "\"%s\" is no class with two times".formatted(line));
      }
      String[] words = line.split(",", -1);
      int label = Integer.parseInt(words[0]);
      long from = Long.parseLong(words[1]);
      long to = Long.parseLong(words[2]);
      if (label < 1 || label > GESTURES.size() || from >= to) {
        throw fault(
            list,
            number,
            "classes are 1 to %d and a gesture ends behind its start, found %s"
                .formatted(GESTURES.size(), line));
      }
      gestures.add(new Gesture(file, label - 1, from, to));
    }
    return gestures;
  }

  private static DataException fault(String list, int line, String text) {
    return new DataException(list, List.of("line %d: %s".formatted(line, text)));
  }
}

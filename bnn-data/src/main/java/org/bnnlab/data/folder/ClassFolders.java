package org.bnnlab.data.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * Folders with one folder of images per class: {@code train/dog/1.jpg}, {@code val/cat/7.jpg}.
 *
 * <p>Labels are the places of the class folders in the order of their names, or of the lines of
 * {@code classes.txt} or {@code LOC_synset_mapping.txt} (folder's name, blank, name for people) if
 * such a file stands beside the splits: then a part of the classes keeps its labels.
 */
final class ClassFolders {

  private static final List<String> CLASS_FILES = List.of("classes.txt", "LOC_synset_mapping.txt");

  /** Where a split's images are looked for. */
  private static final Map<Split, List<String>> FOLDERS =
      Map.of(
          Split.TRAIN, List.of("train", "training"),
          Split.VALIDATION, List.of("validation", "valid"),
          Split.TEST, List.of("test", "val", "validation", "valid"));

  private static final Set<String> ENDINGS = Set.of("jpeg", "jpg", "png");

  private final Path root;
  private final Dataset dataset;
  private final Map<String, Integer> labels = new TreeMap<>();
  private final List<String> classNames = new ArrayList<>();

  ClassFolders(Path root, Dataset dataset) {
    this.root = root;
    this.dataset = dataset;
  }

  /**
   * Lists the files of several splits.
   *
   * @throws DataException if a split or its images are missing
   */
  Map<Split, ImageDataset> open(Set<Split> splits) {
    try {
      Map<Split, Path> folders = new EnumMap<>(Split.class);
      for (Split split : splits) {
        folders.put(split, folder(split));
      }
      findClasses(folders);
      Map<Split, Listing> listings = new EnumMap<>(Split.class);
      Map<Split, Integer> counts = new EnumMap<>(Split.class);
      for (Map.Entry<Split, Path> folder : folders.entrySet()) {
        Listing listing = list(folder.getKey(), folder.getValue());
        listings.put(folder.getKey(), listing);
        counts.put(folder.getKey(), listing.names.size());
      }
      Dataset found = dataset.found(counts, classNames);
      Map<Split, ImageDataset> opened = new EnumMap<>(Split.class);
      listings.forEach(
          (split, listing) ->
              opened.put(
                  split,
                  new ImageDataset(
                      found,
                      listing.labels.stream().mapToInt(Integer::intValue).toArray(),
                      new ImageFiles(root, listing.names, 1))));
      return opened;
    } catch (IOException e) {
      throw fault("cannot be listed: " + e);
    }
  }

  private record Listing(List<String> names, List<Integer> labels) {}

  private Path folder(Split split) {
    if (!Files.isDirectory(root)) {
      throw fault("there is no such folder");
    }
    List<String> candidates = FOLDERS.getOrDefault(split, List.of());
    return candidates.stream()
        .map(root::resolve)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () ->
                fault(
                    "no folder for the split \"%s\"; it is one of %s, with one folder per class"
                        .formatted(split.id(), String.join(", ", candidates))));
  }

  private void findClasses(Map<Split, Path> folders) throws IOException {
    Path file = classFile();
    if (file != null) {
      int label = 0;
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (line.isBlank()) {
          continue;
        }
        int blank = line.strip().indexOf(' ');
        String folder = blank < 0 ? line.strip() : line.strip().substring(0, blank);
        if (labels.putIfAbsent(folder, label++) != null) {
          throw fault("class %s stands twice in %s".formatted(folder, file.getFileName()));
        }
        classNames.add(blank < 0 ? folder : line.strip().substring(blank + 1).strip());
      }
      return;
    }
    TreeMap<String, Integer> found = new TreeMap<>();
    for (Path folder : folders.values()) {
      try (Stream<Path> children = Files.list(folder)) {
        children
            .filter(Files::isDirectory)
            .forEach(child -> found.put(String.valueOf(child.getFileName()), 0));
      }
    }
    for (String name : found.keySet()) {
      labels.put(name, classNames.size());
      classNames.add(name);
    }
  }

  private @Nullable Path classFile() {
    return CLASS_FILES.stream()
        .map(root::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElse(null);
  }

  private Listing list(Split split, Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
        Integer label = labels.get(String.valueOf(child.getFileName()));
        if (label == null) {
          faults.add("%s is no class that %s names".formatted(root.relativize(child), classFile()));
          continue;
        }
        try (Stream<Path> files = Files.list(child)) {
          for (Path file : files.filter(ClassFolders::isImage).sorted().toList()) {
            names.add(root.relativize(file).toString());
            found.add(label);
          }
        }
      }
    }
    if (names.isEmpty() && faults.isEmpty()) {
      faults.add(
          "%s holds no folder with images (%s)".formatted(folder, String.join(", ", ENDINGS)));
    }
    if (!faults.isEmpty()) {
      throw new DataException(
          "split %s of %s in %s".formatted(split.id(), dataset.id(), root), faults);
    }
    return new Listing(names, found);
  }

  private static boolean isImage(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private DataException fault(String text) {
    return new DataException("%s in %s".formatted(dataset.id(), root), List.of(text));
  }
}

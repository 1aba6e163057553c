package org.bnnlab.data.folder;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bnnlab.data.DataException;
import org.bnnlab.data.archive.SafeTar;
import org.jspecify.annotations.Nullable;

/**
 * Makes class folders from ILSVRC2012's archives: {@code ILSVRC2012_img_train.tar} (a tar archive
 * of one tar archive per class) and {@code ILSVRC2012_img_val.tar} (all images in one folder),
 * whose classes stand in a file of their own.
 *
 * <p>A file that is there with its full size is left alone, so that a stopped preparation goes on.
 */
public final class ImageNetPreparation {

  private static final SafeTar.Limits ARCHIVE = new SafeTar.Limits(2_000_000, 1L << 39, 1L << 32);
  private static final SafeTar.Limits CLASS = new SafeTar.Limits(10_000, 1L << 32, 1L << 28);

  private static final Pattern SYNSET = Pattern.compile("n[0-9]{8}");
  private static final Pattern VALIDATION =
      Pattern.compile("(?:.*/)?ILSVRC2012_val_([0-9]{8})\\.JPEG");

  private final Path out;
  private final LongConsumer progress;
  private long images;

  /**
   * A preparation.
   *
   * @param out takes {@code train}, {@code val} and {@code classes.txt}
   * @param progress hears the number of images after each
   */
  public ImageNetPreparation(Path out, LongConsumer progress) {
    this.out = out;
    this.progress = progress;
  }

  /**
   * What came out.
   *
   * @param train training images
   * @param validation validation images
   * @param classes classes of the training images
   */
  public record Prepared(long train, long validation, int classes) {}

  /**
   * Unpacks both archives.
   *
   * @param labels the class of each validation image, one in a line: a synset ({@code n01440764}),
   *     or ILSVRC's number as in {@code ILSVRC2012_validation_ground_truth.txt}
   * @param numbers what ILSVRC's numbers stand for, in lines of synset and number as in {@code
   *     map_clsloc.txt}; null if {@code labels} holds synsets
   * @throws DataException if an archive is not as published
   */
  public Prepared prepare(Path train, Path validation, Path labels, @Nullable Path numbers) {
    List<String> synsets = validationSynsets(labels, numbers);
    Set<String> classes = new TreeSet<>();
    try {
      Files.createDirectories(out);
      unpackTraining(train, classes);
      long trained = images;
      unpackValidation(validation, synsets, classes);
      writeClasses(classes);
      return new Prepared(trained, images - trained, classes.size());
    } catch (IOException e) {
      throw new DataException(out.toString(), List.of("cannot be written: " + e), e);
    }
  }

  private void unpackTraining(Path archive, Set<String> classes) throws IOException {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(archive), 1 << 20)) {
      SafeTar.read(
          archive.toString(),
          content,
          ARCHIVE,
          (name, bytes, inner) -> {
            String synset = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.tar$", "");
            if (!SYNSET.matcher(synset).matches() || !name.endsWith(".tar")) {
              throw new IOException("%s is no archive of a class".formatted(name));
            }
            classes.add(synset);
            SafeTar.read(
                archive + "!" + name,
                new Unclosed(inner),
                CLASS,
                (image, size, pixels) ->
                    write(
                        "train/" + synset + "/" + image.substring(image.lastIndexOf('/') + 1),
                        size,
                        pixels));
          });
    }
  }

  private void unpackValidation(Path archive, List<String> synsets, Set<String> classes)
      throws IOException {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(archive), 1 << 20)) {
      SafeTar.read(
          archive.toString(),
          content,
          ARCHIVE,
          (name, bytes, pixels) -> {
            Matcher number = VALIDATION.matcher(name);
            int index = number.matches() ? Integer.parseInt(number.group(1)) : 0;
            if (index < 1 || index > synsets.size()) {
              throw new IOException(
                  "%s has no label; the labels are for images 1..%d"
                      .formatted(name, synsets.size()));
            }
            String synset = synsets.get(index - 1);
            if (!classes.contains(synset)) {
              throw new IOException(
                  "%s is of %s, which has no training images".formatted(name, synset));
            }
            write("val/" + synset + "/" + name.substring(name.lastIndexOf('/') + 1), bytes, pixels);
          });
    }
  }

  private void write(String name, long bytes, InputStream content) throws IOException {
    Path target = out.resolve(name);
    if (!Files.isRegularFile(target) || Files.size(target) != bytes) {
      SafeTar.write(out, name, content);
    }
    progress.accept(++images);
  }

  private void writeClasses(Set<String> classes) throws IOException {
    Path fresh = out.resolve("classes.txt.new");
    Files.write(fresh, classes, StandardCharsets.UTF_8);
    Files.move(
        fresh,
        out.resolve("classes.txt"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<String> validationSynsets(Path labels, @Nullable Path numbers) {
    Map<String, String> synsets = numbers == null ? Map.of() : synsetsByNumber(numbers);
    List<String> found = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String line : lines(labels)) {
      String text = line.strip();
      String synset = SYNSET.matcher(text).matches() ? text : synsets.get(text);
      if (synset == null) {
        String next =
            numbers == null
                ? "; name the file that tells what numbers stand for with --map"
                : ", and " + numbers + " has no such number";
        faults.add("line %d: \"%s\" is no synset%s".formatted(found.size() + 1, text, next));
        throw new DataException(labels.toString(), faults);
      }
      found.add(synset);
    }
    return found;
  }

  private static Map<String, String> synsetsByNumber(Path file) {
    Map<String, String> synsets = new TreeMap<>();
    for (String line : lines(file)) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length >= 2 && SYNSET.matcher(words[0]).matches()) {
        synsets.put(words[1], words[0]);
      }
    }
    return synsets;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DataException(file.toString(), List.of("cannot be read: " + e), e);
    }
  }

  /** The archive of a class ends without closing the archive around it. */
  private static final class Unclosed extends FilterInputStream {

    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // the archive around it is still read
    }
  }
}

package org.bnnlab.data.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Split;
import org.jspecify.annotations.Nullable;

/** The folder that a user names for a data set of recordings. */
final class RecordingFolder {

  private static final int DEPTH = 4;

  private RecordingFolder() {}

  /**
   * The files below a folder whose name matches a pattern, in the order of their names.
   *
   * @param id id of the data set
   * @param pattern regular expression of the whole file name
   * @param example a file that would be found
   */
  static List<Path> files(String id, @Nullable Path folder, String pattern, String example) {
    if (folder == null) {
      throw new DataException(
          id, List.of("no folder was named; name the one that holds %s".formatted(example)));
    }
    try (Stream<Path> below = Files.walk(folder, DEPTH)) {
      List<Path> files =
          below
              .filter(file -> name(file).matches(pattern))
              .sorted(RecordingFolder::byName)
              .toList();
      if (files.isEmpty()) {
        throw new DataException(
            id + " in " + folder, List.of("no recording such as %s is there".formatted(example)));
      }
      return files;
    } catch (IOException e) {
      throw new DataException(id + " in " + folder, List.of("cannot be read: " + e), e);
    }
  }

  static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  private static int byName(Path one, Path other) {
    return name(one).compareTo(name(other));
  }

  /** These data sets have no part for validation. */
  static void requireKnown(String id, Split split) {
    if (split == Split.VALIDATION) {
      throw new DataException(id, List.of("unknown split \"validation\"; one of: train, test"));
    }
  }

  /** The content of a file, mapped: it takes no memory of the JVM. */
  static ByteBuffer map(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw AedatHeader.fault(file.toString(), Integer.MAX_VALUE, "the file is larger than 2 GB");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw new DataException(file.toString(), List.of("offset 0: cannot be read: " + e), e);
    }
  }
}

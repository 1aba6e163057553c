package org.bnnlab.bench.file;

import static org.bnnlab.api.check.Checks.requireArgument;
import static org.bnnlab.api.check.Checks.requireFound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bnnlab.data.Checksum;

/**
 * A folder whose files are replaced all together: whoever kills the process at whatever moment
 * finds either all the old files or all the new ones.
 *
 * <p>New files are written into {@code NAME.new} beside the folder and made durable; then the
 * folder becomes {@code NAME.old}, {@code NAME.new} takes its place, and {@code NAME.old} is
 * deleted. One process at a time may use a folder.
 */
public final class AtomicFolder {

  /** Writes the files of a folder. */
  @FunctionalInterface
  public interface Content {

    /** Writes into {@code folder}, which exists and is empty. */
    void writeTo(Path folder) throws IOException;
  }

  private final Path folder;
  private final Path parent;
  private final Path fresh;
  private final Path former;

  /**
   * A folder that may not exist yet.
   *
   * @param folder its path; the parent must exist when it is written
   */
  public AtomicFolder(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path name = requireFound(absolute.getFileName(), "%s cannot be replaced", folder);
    this.folder = absolute;
    this.parent = requireFound(absolute.getParent(), "%s cannot be replaced", folder);
    this.fresh = absolute.resolveSibling(name + ".new");
    this.former = absolute.resolveSibling(name + ".old");
  }

  /**
   * The folder with its last complete files, after the traces of a killed process are removed.
   *
   * @return the folder, or nothing if it was never completed
   */
  public Optional<Path> current() throws IOException {
    if (Files.isDirectory(folder)) {
      delete(fresh);
      delete(former);
    } else if (Files.isDirectory(former)) {
      // Killed between the two renames: what is new was durable before the first of them.
      boolean complete = Files.isDirectory(fresh);
      move(complete ? fresh : former, folder);
      delete(former);
    } else {
      delete(fresh);
    }
    return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
  }

  /**
   * Replaces the files. If {@code content} fails, the old files stay.
   *
   * @throws IOException if a file cannot be written
   */
  public void replace(Content content) throws IOException {
    requireArgument(
        !Files.exists(folder) || Files.isDirectory(folder), "%s is not a folder", folder);
    boolean replaces = current().isPresent();
    Files.createDirectory(fresh);
    boolean written = false;
    try {
      content.writeTo(fresh);
      syncAll(fresh);
      sync(parent);
      written = true;
    } finally {
      if (!written) {
        delete(fresh);
      }
    }
    if (replaces) {
      move(folder, former);
    }
    move(fresh, folder);
    delete(former);
  }

  private void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(parent);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    for (Path path : deepestFirst(tree)) {
      Files.delete(path);
    }
  }

  private static void syncAll(Path tree) throws IOException {
    for (Path path : deepestFirst(tree)) {
      sync(path);
    }
  }

  private static List<Path> deepestFirst(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static void sync(Path path) throws IOException {
    boolean isFolder = Files.isDirectory(path);
    // Windows cannot open folders, and makes their entries durable by itself.
    if (isFolder && FileSystems.getDefault().getSeparator().equals("\\")) {
      return;
    }
    StandardOpenOption mode = isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  /** The SHA-256 of a file, in 64 lower-case hexadecimal digits. */
  public static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Checksum.sha256Of(in).hex();
    }
  }
}

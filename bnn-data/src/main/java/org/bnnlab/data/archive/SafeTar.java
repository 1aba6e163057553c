package org.bnnlab.data.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.bnnlab.data.DataException;

/**
 * Reads tar archives entry by entry. Only plain files are given on, under names that stay below the
 * folder they are meant for; links, devices and paths that lead elsewhere are faults, and so is
 * more content than the limits allow.
 */
public final class SafeTar {

  /**
   * What an archive may hold.
   *
   * @param files most files
   * @param bytes most bytes of all files together
   * @param fileBytes most bytes of one file
   */
  public record Limits(long files, long bytes, long fileBytes) {}

  /** Takes the files of an archive. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * Takes one file.
     *
     * @param name its path, parts divided by {@code /}, safe to resolve below a folder
     * @param content its bytes; ends where the file ends
     */
    void file(String name, long bytes, InputStream content) throws IOException;
  }

  private SafeTar() {}

  /**
   * Reads all files.
   *
   * @param archive name of the archive, for errors
   * @throws DataException naming the archive and the offset of the entry at fault
   */
  public static void read(String archive, InputStream content, Limits limits, Visitor visitor) {
    long files = 0;
    long bytes = 0;
    long offset = 0;
    try {
      TarArchiveInputStream tar = new TarArchiveInputStream(content);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        offset = tar.getBytesRead();
        if (entry.isDirectory()) {
          continue;
        }
        String name = entry.getName();
        requireSafe(archive, offset, name, entry);
        files++;
        bytes += entry.getSize();
        if (files > limits.files()
            || entry.getSize() > limits.fileBytes()
            || bytes > limits.bytes()) {
          throw fault(
              archive,
              offset,
              "%s with %d bytes is more than expected: at most %d files, %d bytes each, %d in all"
                  .formatted(
                      name, entry.getSize(), limits.files(), limits.fileBytes(), limits.bytes()));
        }
        visitor.file(name, entry.getSize(), tar);
      }
      if (files == 0) {
        throw fault(archive, 0, "no file is in it; is it a tar archive?");
      }
    } catch (EOFException e) {
      throw new DataException(
          archive, List.of("offset %d: the archive ends within an entry".formatted(offset)), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          archive, List.of("offset %d: no readable tar archive: %s".formatted(offset, e)), e);
    }
  }

  private static void requireSafe(String archive, long offset, String name, TarArchiveEntry entry) {
    boolean plain =
        entry.isFile()
            && !entry.isLink()
            && !entry.isSymbolicLink()
            && !entry.isSparse()
            && !entry.isCharacterDevice()
            && !entry.isBlockDevice()
            && !entry.isFIFO();
    if (!plain) {
      throw fault(
          archive, offset, "%s is a link or a device; only files are taken".formatted(name));
    }
    if (!isBelow(name)) {
      throw fault(archive, offset, "\"%s\" leads out of the folder".formatted(name));
    }
  }

  /** Whether a name stays below any folder that it is resolved against. */
  public static boolean isBelow(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0 || name.indexOf('\\') >= 0) {
      return false;
    }
    if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
      return false;
    }
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        return false;
      }
    }
    return !Path.of(name).isAbsolute();
  }

  /** Writes a file of an archive: beside its place first, then moved, so that it is never half. */
  public static void write(Path folder, String name, InputStream content) throws IOException {
    Path root = folder.toAbsolutePath().normalize();
    Path target = root.resolve(name).normalize();
    Path parent = target.getParent();
    if (!isBelow(name) || !target.startsWith(root) || parent == null) {
      throw new IOException("\"%s\" leads out of %s".formatted(name, folder));
    }
    Files.createDirectories(parent);
    if (!parent.toRealPath().startsWith(root.toRealPath())) {
      throw new IOException("\"%s\" leads out of %s by a link".formatted(name, folder));
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.copy(content, part);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static DataException fault(String archive, long offset, String text) {
    return new DataException(archive, List.of("offset %d: %s".formatted(offset, text)));
  }
}

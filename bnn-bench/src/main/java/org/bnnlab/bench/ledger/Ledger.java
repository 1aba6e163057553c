package org.bnnlab.bench.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The results of all runs: a file of JSON lines that only grows.
 *
 * <p>Any number of processes may append at once: each takes a lock on the file, writes whole lines
 * and waits until they are on the disk. A line that was cut by a crash stays where it is; the next
 * one starts behind it.
 */
public final class Ledger {

  private static final long PAUSE_MILLIS = 2;

  private final Path file;

  /** The ledger in {@code file}, which need not exist yet. */
  public Ledger(Path file) {
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * What a ledger holds.
   *
   * @param rows the rows that can be read, in the order of the file
   * @param notes one line for each row that cannot, with its place and the reason
   */
  public record Reading(List<ResultRow> rows, List<String> notes) {

    /** Copies the lists. */
    public Reading {
      rows = List.copyOf(rows);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Appends a row; when this returns, it is on the disk.
   *
   * @throws IOException if it could not be written; the file is then as before
   */
  public void append(ResultRow row) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    byte[] line = (row.toJson() + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      lock(channel);
      write(channel, line);
      // Before the lock goes with the channel, so that the next writer finds a whole file.
      channel.force(true);
    }
  }

  /** Waits for other processes, and for other threads of this one. */
  private static void lock(FileChannel channel) throws IOException {
    FileLock lock = null;
    while (lock == null) {
      try {
        lock = channel.lock();
      } catch (OverlappingFileLockException e) {
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the ledger", e);
    }
  }

  private static void write(FileChannel channel, byte[] line) throws IOException {
    long end = channel.size();
    ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
    if (isTorn(channel, end)) {
      bytes.put((byte) '\n');
    }
    bytes.put(line).flip();
    try {
      long at = end;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  private static boolean isTorn(FileChannel channel, long end) throws IOException {
    if (end == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, end - 1);
    return last.get(0) != '\n';
  }

  /**
   * Reads all rows. Rows that cannot be read are left out with a note; they stay in the file.
   *
   * @throws IOException if the file exists but cannot be read
   */
  public Reading read() throws IOException {
    if (!Files.exists(file)) {
      return new Reading(List.of(), List.of());
    }
    // What stands behind the last end of a line was cut by a crash, perhaps inside a letter.
    List<String> lines =
        List.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1));
    int last = lines.size() - 1;
    // A ledger of ten thousand rows is thirty megabytes of JSON: all cores read.
    List<Line> read =
        IntStream.range(0, lines.size())
            .parallel()
            .mapToObj(i -> read(lines.get(i), i + 1, i == last))
            .toList();
    return new Reading(
        read.stream().map(Line::row).filter(Objects::nonNull).toList(),
        read.stream().map(Line::note).filter(Objects::nonNull).toList());
  }

  /** A line as it was read: a row, or why there is none, or neither for an empty line. */
  private record Line(@Nullable ResultRow row, @Nullable String note) {}

  private Line read(String line, int number, boolean torn) {
    if (line.isBlank()) {
      return new Line(null, null);
    }
    try {
      ResultRow row = LedgerJson.MAPPER.readValue(line, ResultRow.class);
      return row.schemaVersion() > ResultRow.SCHEMA_VERSION
          ? new Line(null, note(number, newer(row.schemaVersion())))
          : new Line(row, null);
    } catch (JsonProcessingException e) {
      int version = schemaVersion(line);
      return new Line(
          null,
          note(
              number,
              version > ResultRow.SCHEMA_VERSION
                  ? newer(version)
                  : torn
                      ? "the row ends after %d characters: its writer was interrupted; all others are complete"
                          .formatted(line.length())
                      : "no valid row, left out (%s)".formatted(e.getOriginalMessage())));
    }
  }

  private String note(int number, String what) {
    return "%s, line %d: %s".formatted(file, number, what);
  }

  private static String newer(int version) {
    return "row of schema version %d, this BNN Lab reads up to %d; it is kept, a newer BNN Lab shows it"
        .formatted(version, ResultRow.SCHEMA_VERSION);
  }

  /** The version that a line says it has, whatever else is in it; 0 if it says none. */
  private static int schemaVersion(String line) {
    try {
      return LedgerJson.MAPPER.readTree(line).path("schemaVersion").asInt(0);
    } catch (JsonProcessingException e) {
      return 0;
    }
  }
}

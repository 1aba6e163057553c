package org.bnnlab.bench.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

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
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<ResultRow> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int number = 0;
    for (int start = 0; start < text.length(); ) {
      int end = text.indexOf('\n', start);
      boolean torn = end < 0;
      String line = text.substring(start, torn ? text.length() : end);
      number++;
      if (!line.isBlank()) {
        read(line, number, torn, rows, notes);
      }
      start = torn ? text.length() : end + 1;
    }
    return new Reading(rows, notes);
  }

  private void read(
      String line, int number, boolean torn, List<ResultRow> rows, List<String> notes) {
    String place = "%s, line %d: ".formatted(file, number);
    try {
      JsonNode node = LedgerJson.MAPPER.readTree(line);
      int version = node.path("schemaVersion").asInt(0);
      if (version > ResultRow.SCHEMA_VERSION) {
        notes.add(
            place
                + "row of schema version %d, this BNN Lab reads up to %d; it is kept, a newer BNN"
                    .formatted(version, ResultRow.SCHEMA_VERSION)
                + " Lab shows it");
        return;
      }
      rows.add(LedgerJson.MAPPER.treeToValue(node, ResultRow.class));
    } catch (JsonProcessingException e) {
      notes.add(
          place
              + (torn
                  ? "the row ends after %d characters: its writer was interrupted; all others are"
                          .formatted(line.length())
                      + " complete"
                  : "no valid row, left out (%s)".formatted(e.getOriginalMessage())));
    }
  }
}

package org.bnnlab.data.fetch;

import static org.bnnlab.data.Checks.requireArgument;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.data.Checksum;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Download;

/**
 * Fetches files by HTTP. What has arrived stands in {@code NAME.part} until it is whole and has the
 * published checksum; only then it gets its name. A broken connection is taken up where it broke.
 */
public final class Fetcher {

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int BEYOND_END = 416;

  private final HttpClient client;
  private final int attempts;
  private final Duration patience;
  private final Progress progress;

  /** Hears how a file gets on. */
  @FunctionalInterface
  public interface Progress {

    /**
     * Some bytes have arrived.
     *
     * @param total 0 if unknown
     */
    void arrived(String name, long bytes, long total);
  }

  /** What became of a file. */
  public enum Outcome {
    /** It was there as published. */
    PRESENT,
    /** It was fetched. */
    FETCHED
  }

  /**
   * A fetcher.
   *
   * @param attempts how often each address is tried
   * @param patience pause before a second attempt; doubled with each further one
   */
  public Fetcher(int attempts, Duration patience, Progress progress) {
    requireArgument(attempts >= 1, "attempts must be at least 1, found %d", attempts);
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    this.attempts = attempts;
    this.patience = patience;
    this.progress = progress;
  }

  /**
   * Fetches one file into a folder.
   *
   * @throws DataException with what happened at each attempt
   */
  public Outcome fetch(Download download, Path folder) {
    Path target = folder.resolve(download.name());
    Path part = folder.resolve(download.name() + ".part");
    try {
      Files.createDirectories(folder);
      if (Files.isRegularFile(target)) {
        requirePublished(download, target);
        return Outcome.PRESENT;
      }
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve(download.name() + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = locked(lock, target)) {
        fetchPart(download, part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(folder.resolve(download.name() + ".lock"));
      return Outcome.FETCHED;
    } catch (IOException e) {
      throw new DataException(target.toString(), List.of("cannot be written: " + e), e);
    }
  }

  private static FileLock locked(FileChannel channel, Path target) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // this process fetches it already
    }
    throw new DataException(
        target.toString(), List.of("another process is fetching it; wait until it is done"));
  }

  private static void requirePublished(Download download, Path target) throws IOException {
    Checksum found = checksum(download, target);
    if (!found.equals(download.checksum())) {
      throw new DataException(
          target.toString(),
          List.of(
              "is there with the %s %s, published is %s; delete or rename it, then fetch again"
                  .formatted(found.algorithm(), found.hex(), download.checksum().hex())));
    }
  }

  private static Checksum checksum(Download download, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Checksum.of(download.checksum().algorithm(), in);
    }
  }

  private void fetchPart(Download download, Path part) throws IOException {
    List<String> faults = new ArrayList<>();
    for (URI address : download.addresses()) {
      for (int attempt = 1; attempt <= attempts; attempt++) {
        if (attempt > 1) {
          pause(attempt);
        }
        try {
          transfer(download, address, part);
          Checksum found = checksum(download, part);
          if (found.equals(download.checksum())) {
            return;
          }
          Files.delete(part);
          throw new IOException(
              "%s is %s, published is %s: not the published file"
                  .formatted(found.algorithm(), found.hex(), download.checksum().hex()));
        } catch (IOException e) {
          faults.add("%s, attempt %d: %s".formatted(address, attempt, text(e)));
        }
      }
    }
    throw new DataException(part.toString(), faults);
  }

  private static String text(IOException fault) {
    return fault.getMessage() == null ? fault.toString() : fault.getMessage();
  }

  private void transfer(Download download, URI address, Path part) throws IOException {
    long present = Files.isRegularFile(part) ? Files.size(part) : 0;
    if (download.bytes() > 0 && present >= download.bytes()) {
      return;
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(2));
    if (present > 0) {
      request.header("Range", "bytes=" + present + "-");
    }
    HttpResponse<InputStream> response = send(request.build());
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == BEYOND_END && present > 0 && download.bytes() == 0) {
        return;
      }
      if (status != OK && status != PARTIAL) {
        throw new IOException("the server answers %d".formatted(status));
      }
      long start = status == PARTIAL ? rangeStart(response) : 0;
      if (start != 0 && start != present) {
        throw new IOException(
            "the server goes on at byte %d, asked for %d".formatted(start, present));
      }
      write(download, body, part, start, expected(download, response, start));
    }
  }

  private static long rangeStart(HttpResponse<?> response) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.matches("bytes [0-9]{1,18}-.*")) {
      throw new IOException("the server answers with the range \"%s\"".formatted(range));
    }
    return Long.parseLong(range.substring("bytes ".length(), range.indexOf('-')));
  }

  private static long expected(Download download, HttpResponse<?> response, long start) {
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    return download.bytes() > 0 ? download.bytes() : length < 0 ? 0 : start + length;
  }

  private void write(Download download, InputStream body, Path part, long start, long expected)
      throws IOException {
    long bytes = start;
    try (OutputStream out =
        start == 0
            ? Files.newOutputStream(part)
            : Files.newOutputStream(part, StandardOpenOption.APPEND)) {
      byte[] chunk = new byte[1 << 16];
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        if (expected > 0 && bytes + read > expected) {
          throw new IOException("more than the %d bytes expected".formatted(expected));
        }
        out.write(chunk, 0, read);
        bytes += read;
        progress.arrived(download.name(), bytes, expected);
      }
    }
    if (bytes < expected) {
      throw new IOException("the connection ended after %d of %d bytes".formatted(bytes, expected));
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void pause(int attempt) throws IOException {
    try {
      Thread.sleep(patience.multipliedBy(1L << Math.min(attempt - 2, 6)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}

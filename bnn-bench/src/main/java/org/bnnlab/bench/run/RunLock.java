package org.bnnlab.bench.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps the folder of a run to one process. It ends with the process, however that ends. */
final class RunLock implements AutoCloseable {

  private static final String FILE = "lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param folder folder of the run, which exists
   * @throws IOException if another process or thread has it
   */
  static RunLock of(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isFree(channel)) {
      channel.close();
      throw new IOException(
          "another bnn trains in %s; wait for its end, or name other results with --out"
              .formatted(folder));
    }
    return new RunLock(channel);
  }

  /** Whether nobody had it; now we have. */
  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

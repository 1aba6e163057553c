package org.bnnlab.runtime.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.bnnlab.runtime.program.Program;

/** Reads and writes {@code .bnn} files; docs/bnn-format.md describes every byte. */
public final class BnnFile {

  private BnnFile() {}

  /** Bytes that the file of a program takes, without writing it. */
  public static long size(Program program) {
    return Layout.of(program).size();
  }

  /** The file of a program as bytes. */
  public static byte[] bytes(Program program) {
    return Encoder.encode(program);
  }

  /** Writes a file; whoever reads meanwhile finds the old one or the new one. */
  public static void write(Program program, Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(Encoder.encode(program));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads a file through a memory map.
   *
   * @throws BnnFileException if it is not such a file, before anything of its claims is allocated
   */
  public static Program read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw new BnnFileException(
            file.toString(), 0, "at most 2 GiB are read, found " + size + " bytes", null);
      }
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, size, arena).asByteBuffer();
      return Decoder.decode(file.toString(), bytes);
    }
  }

  /**
   * Reads the bytes of a file.
   *
   * @param source name for messages
   */
  public static Program read(String source, byte[] bytes) throws BnnFileException {
    return Decoder.decode(source, ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }
}

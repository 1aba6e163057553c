package org.bnnlab.data.cifar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** The archive as published ({@code .tar.gz}) or packed again ({@code .tar.bz2}), read as it is. */
record BatchArchive(Path archive) implements BatchFiles {

  @Override
  public void visit(Set<String> names, Visitor visitor) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked(file))) {
      visit(tar, new HashSet<>(names), visitor);
    }
  }

  private InputStream unpacked(InputStream file) throws IOException {
    try {
      return archive.toString().endsWith("bz2")
          ? new BZip2CompressorInputStream(file)
          : new GZIPInputStream(file, 1 << 16);
    } catch (IOException e) {
      throw stopped(0, e);
    }
  }

  private static void visit(TarArchiveInputStream tar, Set<String> wanted, Visitor visitor)
      throws IOException {
    try {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && !wanted.isEmpty()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && wanted.remove(name)) {
          visitor.file(name, entry.getSize(), tar);
        }
        entry = wanted.isEmpty() ? null : tar.getNextEntry();
      }
    } catch (IOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      // the last three are what the unpackers throw on some damaged headers
      throw stopped(tar.getBytesRead(), e);
    }
  }

  private static IOException stopped(long offset, Exception cause) {
    String fault =
        cause instanceof IOException ? cause.getMessage() : "damaged archive (" + cause + ")";
    return new IOException(
        "%s (offset %d of the unpacked archive)".formatted(fault, offset), cause);
  }

  @Override
  public String toString() {
    return archive.toString();
  }
}

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
    Set<String> wanted = new HashSet<>(names);
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked(file))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && !wanted.isEmpty()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && wanted.remove(name)) {
          visitor.file(name, entry.getSize(), tar);
        }
        entry = wanted.isEmpty() ? null : tar.getNextEntry();
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
      // what the unpackers throw on some damaged headers
      throw new IOException("damaged archive (" + e + ")", e);
    }
  }

  private InputStream unpacked(InputStream file) throws IOException {
    return archive.toString().endsWith("bz2")
        ? new BZip2CompressorInputStream(file)
        : new GZIPInputStream(file, 1 << 16);
  }

  @Override
  public String toString() {
    return archive.toString();
  }
}

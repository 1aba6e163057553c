package org.bnnlab.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bnnlab.bench.file.AtomicFolder;

/** Every file below a folder with its SHA-256, and every folder. */
final class FolderHashes {

  private FolderHashes() {}

  static Map<String, String> of(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.forEach(path -> hashes.put(folder.relativize(path).toString(), hash(path)));
    }
    return hashes;
  }

  private static String hash(Path path) {
    try {
      return Files.isDirectory(path) ? "folder" : AtomicFolder.sha256(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

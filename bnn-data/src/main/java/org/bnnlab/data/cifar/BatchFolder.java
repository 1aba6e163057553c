package org.bnnlab.data.cifar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The unpacked files in one folder. */
record BatchFolder(Path folder) implements BatchFiles {

  @Override
  public void visit(Set<String> names, Visitor visitor) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        try (InputStream content = Files.newInputStream(file)) {
          visitor.file(name, Files.size(file), content);
        }
      }
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}

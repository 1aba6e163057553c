package org.bnnlab.data.cifar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Where CIFAR-10's binary files stand: a folder or an archive. */
interface BatchFiles {

  /**
   * Hands the wanted files to {@code visitor} as far as they are there, in any order.
   *
   * @param names without folder, such as {@code data_batch_1.bin}
   */
  void visit(Set<String> names, Visitor visitor) throws IOException;

  /** What is done with a file that is there. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Takes one file.
     *
     * @param bytes size of the file
     * @param content is closed by the caller
     */
    void file(String name, long bytes, InputStream content) throws IOException;
  }
}

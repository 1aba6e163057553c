package org.bnnlab.bench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and messages
 * @param terminal whether a person watches: progress bars, the width of the window
 * @param colours whether colours are shown; never where the environment has {@code NO_COLOR}
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal, boolean colours) {

  /** The streams of this process. */
  static Console ofProcess() {
    boolean terminal =
        Optional.ofNullable(System.console()).map(java.io.Console::isTerminal).orElse(false);
    String noColor = System.getenv("NO_COLOR");
    boolean plain = (noColor != null && !noColor.isEmpty()) || "dumb".equals(System.getenv("TERM"));
    return new Console(
        writer(FileDescriptor.out), writer(FileDescriptor.err), terminal, terminal && !plain);
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  Ansi ansi() {
    return colours ? Ansi.ON : Ansi.OFF;
  }

  void flush() {
    out.flush();
    err.flush();
  }
}

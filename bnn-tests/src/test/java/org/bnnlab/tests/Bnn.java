package org.bnnlab.tests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in a JVM of its own, started as {@code ./bnn} starts it. */
final class Bnn {

  private static final int MINUTES = 5;

  private final Path folder;
  private final List<Path> jars;
  private final List<String> jvmOptions;

  private Bnn(Path folder, List<Path> jars, List<String> jvmOptions) {
    this.folder = folder;
    this.jars = jars;
    this.jvmOptions = jvmOptions;
  }

  /** Works in {@code folder}, where its output is kept too. */
  static Bnn in(Path folder) {
    return new Bnn(folder, List.of(), List.of());
  }

  /** With more jars on the class path, as BNN_CLASSPATH adds them. */
  Bnn withJars(Path... more) {
    return new Bnn(folder, List.of(more), jvmOptions);
  }

  /** With more options, as BNN_JAVA_OPTS adds them. */
  Bnn withJvmOptions(String... more) {
    return new Bnn(folder, jars, List.of(more));
  }

  /** What a command gave. */
  record Result(int status, String out, String err) {}

  /** A command that runs. */
  record Running(Process process, Path outFile, Path errFile) {

    /** Waits for the end. */
    Result result() throws IOException, InterruptedException {
      try {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          throw new IllegalStateException("no end after %d minutes: %s".formatted(MINUTES, err()));
        }
      } finally {
        process.destroyForcibly();
      }
      return new Result(process.exitValue(), Files.readString(outFile), err());
    }

    /** What it has written to stderr so far. */
    String err() throws IOException {
      return Files.readString(errFile);
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  /** Runs a command to its end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).result();
  }

  /** Starts a training on one thread that writes a checkpoint behind every step. */
  Running train(Path recipe, Path out) throws IOException {
    return start(
        "train",
        recipe.toString(),
        "--threads",
        "1",
        "--checkpoint-seconds",
        "0",
        "--out",
        out.toString());
  }

  /** Starts a command. */
  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            // These processes live for seconds.
            "-XX:TieredStopAtLevel=1",
            "-Dai.djl.offline=true",
            "-Dbnn.home=" + folder));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath(), "org.bnnlab.bench.cli.Main"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "bnn", ".out");
    Path err = Files.createTempFile(folder, "bnn", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder
        .environment()
        .putAll(
            Map.of(
                "MALLOC_ARENA_MAX", "1",
                "MALLOC_MMAP_THRESHOLD_", "17179869184",
                "MALLOC_TRIM_THRESHOLD_", "17179869184"));
    return new Running(builder.start(), out, err);
  }

  private String classPath() {
    return String.join(
        File.pathSeparator,
        Stream.concat(
                Stream.of(System.getProperty("java.class.path")), jars.stream().map(Path::toString))
            .toList());
  }
}

package org.bnnlab.bench.cli;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.ledger.Environment;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bnn doctor}: what this machine has, what is missing, and the command that mends it. */
@Command(
    name = "doctor",
    description = "Tell what this machine has, what is missing, and how to mend it.")
final class DoctorCommand implements Callable<Integer> {

  private static final int JDK = 25;
  private static final double LEAST_MEMORY_GB = 3;
  private static final double BYTES_PER_GB = 1L << 30;

  /** State of a finding; only what is missing makes the status 1. */
  enum State {
    GOOD("ok"),
    NOTE("note"),
    MISSING("missing");

    private final String text;

    State(String text) {
      this.text = text;
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param mend what to do about it, or empty
   */
  record Finding(State state, String what, String found, String mend) {}

  private final Console console;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of data sets to look into.")
  private @Nullable Path data;

  @Mixin private final ResultsFolder results = new ResultsFolder();

  @Option(names = "--deep", description = "Start the tensor engine too.")
  private boolean deep;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    Environment environment = Environment.capture();
    findings.add(jdk(environment));
    findings.add(
        new Finding(
            State.GOOD,
            "processor",
            "%s, %d cores".formatted(environment.cpu(), environment.cores()),
            ""));
    findings.add(memory(environment));
    findings.add(libtorch(environment));
    if (deep) {
      findings.add(engine());
    }
    findings.add(methods());
    findings.add(jpegDecoder(JpegDecoder.fastest()));
    findings.add(dataSets());
    findings.add(results());
    print(findings);
    return findings.stream().anyMatch(finding -> finding.state() == State.MISSING) ? 1 : 0;
  }

  private static Finding jdk(Environment environment) {
    return Runtime.version().feature() >= JDK
        ? new Finding(State.GOOD, "JDK", environment.jdk(), "")
        : new Finding(
            State.MISSING,
            "JDK",
            environment.jdk(),
            "install a JDK 25 (https://adoptium.net) and set BNN_JAVA_HOME to its folder");
  }

  private static Finding memory(Environment environment) {
    double all = (double) environment.memoryBytes() / BYTES_PER_GB;
    double heap = (double) Runtime.getRuntime().maxMemory() / BYTES_PER_GB;
    String found = String.format(Locale.ROOT, "%.1f GB, %.1f GB for the heap", all, heap);
    return all >= LEAST_MEMORY_GB
        ? new Finding(State.GOOD, "memory", found, "")
        : new Finding(
            State.NOTE, "memory", found, "training takes about 2 GB; close other programs");
  }

  private static Finding libtorch(Environment environment) {
    String found = "DJL %s, libtorch %s".formatted(environment.djl(), environment.libtorch());
    return environment.libtorch().equals("unknown")
        ? new Finding(
            State.MISSING,
            "tensor engine",
            found,
            "mvn -pl bnn-bench -am package fetches the natives for this system")
        : new Finding(State.GOOD, "tensor engine", found, "");
  }

  private static Finding engine() {
    try {
      Engine engine = Engine.getInstance();
      return new Finding(
          State.GOOD, "engine start", engine.getEngineName() + " " + engine.getVersion(), "");
    } catch (EngineException | LinkageError e) {
      return new Finding(
          State.MISSING,
          "engine start",
          String.valueOf(e.getMessage()),
          "rm -r ~/.djl.ai removes natives unpacked before; they are unpacked again");
    }
  }

  private static Finding methods() {
    try {
      return new Finding(
          State.GOOD, "methods", Methods.load().descriptors().size() + " on the class path", "");
    } catch (FaultException e) {
      return new Finding(
          State.MISSING, "methods", String.join("; ", e.faults()), "remove one jar of the two");
    }
  }

  static Finding jpegDecoder(JpegDecoder decoder) {
    return decoder.reduces()
        ? new Finding(State.GOOD, "JPEG decoder", decoder.library(), "")
        : new Finding(
            State.NOTE,
            "JPEG decoder",
            decoder.library() + ": the same pixels about six times slower, no reduced scale",
            JpegDecoder.ADVICE);
  }

  private Finding dataSets() {
    if (data == null) {
      return new Finding(
          State.NOTE,
          "data",
          "shapes32 is embedded",
          "for others: bnn doctor --data DIR, bnn data verify NAME --data DIR");
    }
    try (var files = Files.list(data)) {
      long count = files.count();
      return new Finding(
          State.GOOD,
          "data",
          "%s, %d files".formatted(data, count),
          "bnn data verify NAME --data " + data + " compares checksums");
    } catch (IOException e) {
      return new Finding(
          State.MISSING, "data", "no folder " + data, "name the folder that holds the data sets");
    }
  }

  private Finding results() {
    Path existing = results.path().toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing != null && Files.isDirectory(existing) && Files.isWritable(existing)) {
      return new Finding(State.GOOD, "results", results.path() + " can be written", "");
    }
    return new Finding(
        State.MISSING,
        "results",
        results.path() + " cannot be written",
        "choose a folder with --out DIR");
  }

  private void print(List<Finding> findings) {
    if (json) {
      console
          .out()
          .println(Json.line(Map.of("doctor", findings.stream().map(this::json).toList())));
      return;
    }
    TextTable table = new TextTable(List.of("", "what", "found", "what to do"));
    for (Finding finding : findings) {
      table.add(List.of(finding.state().text, finding.what(), finding.found(), finding.mend()));
    }
    table.lines(console.colours()).forEach(console.out()::println);
  }

  private Map<String, Object> json(Finding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", finding.state().text);
    fields.put("what", finding.what());
    fields.put("found", finding.found());
    fields.put("mend", finding.mend());
    return fields;
  }
}

package org.bnnlab.bench.ledger;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The machine and the software below ours.
 *
 * @param os name, version and architecture of the operating system
 * @param cpu model of the processor
 * @param cores processors available
 * @param threads threads that tensor operations use
 * @param memoryBytes memory of the machine
 * @param gpu model of the graphics processor used, or null
 * @param jdk version and vendor of the JDK
 * @param flags options of the JVM, without those that name files
 * @param djl version of DJL
 * @param libtorch version of libtorch
 */
public record Environment(
    String os,
    String cpu,
    int cores,
    int threads,
    long memoryBytes,
    @Nullable String gpu,
    String jdk,
    List<String> flags,
    String djl,
    String libtorch) {

  private static final String UNKNOWN = "unknown";
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** Copies the list. */
  public Environment {
    flags = List.copyOf(flags);
  }

  /** This machine, without starting the tensor engine. */
  public static Environment capture() {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Environment(
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        cpuModel(),
        cores,
        engineThreads(),
        memoryOfMachine(),
        null,
        "%s (%s)".formatted(Runtime.version(), System.getProperty("java.vendor")),
        flagsWithoutFiles(),
        version("ai/djl/engine/api.properties", "djl_version"),
        version("native/lib/pytorch.properties", "version"));
  }

  /** Threads that tensor operations use, without starting the tensor engine. */
  public static int engineThreads() {
    return Integer.getInteger(
        "ai.djl.pytorch.num_threads", Runtime.getRuntime().availableProcessors());
  }

  private static String cpuModel() {
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch", UNKNOWN));
      } catch (IOException e) {
        return UNKNOWN;
      }
    }
    return System.getProperty("os.arch", UNKNOWN);
  }

  private static long memoryOfMachine() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  private static List<String> flagsWithoutFiles() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.contains("/") && !flag.contains("\\"))
        .toList();
  }

  /** A value from a properties file on the class path. */
  private static String version(String resource, String key) {
    try (InputStream stream = Environment.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        return UNKNOWN;
      }
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty(key, UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}

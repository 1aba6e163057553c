package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bnn} in a project whose bench prints its arguments and whose Maven does nothing. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final Path LAUNCHER = Path.of("..", "bnn");
  private static final String MAIN =
      """
      package org.bnnlab.bench.cli;
      public class Main {
        public static void main(String[] arguments) {
          System.out.println(String.join(" ", arguments));
        }
      }
      """;

  @TempDir private Path project;

  private Path target;

  @BeforeEach
  void create() throws IOException {
    target = Files.createDirectories(project.resolve("bnn-bench/target"));
    Files.createDirectories(project.resolve("bnn-bench/src/main"));
    Files.createDirectories(project.resolve("docs/methods"));
    Files.copy(LAUNCHER, project.resolve("bnn"));
    Files.createFile(project.resolve("pom.xml"));
    Files.createFile(project.resolve("bnn-bench/pom.xml"));
    Files.createFile(target.resolve("classpath.txt"));
    Path maven = Files.createDirectory(project.resolve("bin")).resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  private void jar(String name, Path content, int ageInSeconds) throws IOException {
    Path jar = target.resolve(name);
    run("jar", "--create", "--file", jar.toString(), "-C", content.toString(), ".");
    Files.setLastModifiedTime(
        jar, FileTime.fromMillis(System.currentTimeMillis() - 1000L * ageInSeconds));
  }

  private Path compiled() throws IOException {
    Path source = Files.writeString(project.resolve("Main.java"), MAIN);
    Path classes = Files.createDirectory(project.resolve("classes"));
    run("javac", "-d", classes.toString(), source.toString());
    return classes;
  }

  private static void run(String tool, String... arguments) {
    assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments))
        .isZero();
  }

  private Bnn.Result bnn(String... arguments) throws IOException, InterruptedException {
    Path out = project.resolve("out");
    Path err = project.resolve("err");
    ProcessBuilder builder = new ProcessBuilder("bash", project.resolve("bnn").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("BNN_"));
    builder.environment().put("BNN_JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge("PATH", project.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Bnn.Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void starts_the_bench_and_not_a_newer_jar_of_its_tests() throws Exception {
    jar("bnn-bench-1.jar", compiled(), 60);
    jar("bnn-bench-1-tests.jar", project.resolve("docs"), 0);

    Bnn.Result result = bnn("hello", "there");

    assertThat(result.out()).as(result.err()).isEqualTo("hello there\n");
    assertThat(result.status()).isZero();
  }

  @Test
  void a_build_that_does_not_start_is_an_error_and_is_not_kept() throws Exception {
    jar("bnn-bench-1.jar", project.resolve("docs"), 0);

    Bnn.Result result = bnn("hello");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("the build does not start").contains("start.log");
    assertThat(project.resolve(".bnn/current")).doesNotExist();
  }
}

package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.bnnlab.api.method.MethodModule;

/** Makes a jar with a method out of the sources in {@code plugins}, as a stranger would. */
final class PluginJar {

  private PluginJar() {}

  /**
   * Compiles and packs.
   *
   * @param name folder of the sources
   * @param module the class that stands in META-INF/services
   */
  static Path make(String name, String module, Path folder) throws IOException, URISyntaxException {
    Path sources =
        Path.of(
            Objects.requireNonNull(PluginJar.class.getResource("/plugins/" + name), name).toURI());
    return makeFrom(files(sources), name, module, folder);
  }

  /**
   * Compiles and packs a method.
   *
   * @param sources Java files
   * @param name name of the jar
   * @param module the class that stands in META-INF/services
   */
  static Path makeFrom(List<Path> sources, String name, String module, Path folder)
      throws IOException {
    return pack(sources, name, MethodModule.class, module, folder);
  }

  /**
   * Compiles and packs.
   *
   * @param sources Java files
   * @param name name of the jar
   * @param service what the jar provides
   * @param provider the class that stands in META-INF/services
   */
  static Path pack(List<Path> sources, String name, Class<?> service, String provider, Path folder)
      throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name));
    compile(sources, classes);
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path file : files(classes)) {
        add(entries, classes.relativize(file).toString().replace('\\', '/'), file);
      }
      entries.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
      entries.write(provider.getBytes(StandardCharsets.UTF_8));
      entries.closeEntry();
    }
    return jar;
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
      assertThat(
              compiler
                  .getTask(
                      null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                  .call())
          .isTrue();
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    }
  }

  private static void add(JarOutputStream entries, String name, Path file) throws IOException {
    entries.putNextEntry(new JarEntry(name));
    Files.copy(file, entries);
    entries.closeEntry();
  }
}

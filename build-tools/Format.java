import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Formats the Java files of the project in the working directory, or checks that they are
 * formatted: Google's style, 100 columns, imports sorted and the unused ones removed.
 *
 * <p>{@code check FAULTS} changes no source; {@code fix FAULTS} rewrites what is not formatted.
 * Both print the files concerned, and end with status 1 and the file FAULTS if some are left
 * unformatted.
 */
final class Format {
  private Format() {}

  public static void main(String[] arguments) throws IOException {
    var fix = arguments[0].equals("fix");
    var faults = Path.of(arguments[1]);
    var left = sources().parallelStream().map(file -> format(file, fix)).flatMap(Optional::stream);
    var lines = left.sorted().toList();
    if (lines.isEmpty()) {
      Files.deleteIfExists(faults);
      return;
    }
    lines.forEach(System.err::println);
    Files.write(faults, lines);
    System.exit(1);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(""))) {
      return folders
          .map(folder -> folder.endsWith("build-tools") ? folder : folder.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(Format::javaFiles)
          .toList();
    }
  }

  private static Stream<Path> javaFiles(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line about the file, if it is left unformatted. */
  private static Optional<String> format(Path file, boolean fix) {
    try {
      var source = Files.readString(file);
      var formatted = formatted(source);
      if (formatted.equals(source)) {
        return Optional.empty();
      }
      if (!fix) {
        return Optional.of(file + " is not formatted");
      }
      Files.writeString(file, formatted);
      System.err.println("formatted " + file);
      return Optional.empty();
    } catch (FormatterException e) {
      return Optional.of(file + ":" + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String formatted(String source) throws FormatterException {
    var used = RemoveUnusedImports.removeUnusedImports(source);
    return new Formatter().formatSource(ImportOrderer.reorderImports(used, Style.GOOGLE));
  }
}

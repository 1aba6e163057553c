package org.bnnlab.bench.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.bench.describe.MethodFacts;

/**
 * The page of a method: prose written by hand, with blocks that come from the code.
 *
 * <p>A jar brings the page of its method as {@code META-INF/bnnlab/methods/ID.md}; those of the
 * methods here are the files of {@code docs/methods}, packed as they are. A method without a page
 * gets one of blocks alone.
 */
public final class MethodPage {

  private static final String FOLDER = "META-INF/bnnlab/methods/";
  private static final String PUBLISHED = "Published figures";

  private final Method method;
  private final String text;

  private MethodPage(Method method, String text) {
    this.method = method;
    this.text = text;
  }

  /** The page on the class path with its blocks as the code says now. */
  public static MethodPage of(Method method) {
    String name = method.descriptor().id() + ".md";
    return filled(method, FOLDER + name, resource(name).orElseGet(() -> skeleton(method)));
  }

  private static Optional<String> resource(String name) {
    ClassLoader loader = MethodPage.class.getClassLoader();
    try (InputStream resource = loader.getResourceAsStream(FOLDER + name)) {
      return resource == null
          ? Optional.empty()
          : Optional.of(new String(resource.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /**
   * A page of which the text is at hand.
   *
   * @param method the method
   * @param place where the text stands, for messages
   * @param text prose and blocks, the blocks as they may be
   */
  static MethodPage filled(Method method, String place, String text) {
    return new MethodPage(method, GeneratedBlocks.fill(text, place, blocks(method)));
  }

  /** Headings and blocks, for a method that has no page yet. */
  static String skeleton(Method method) {
    MethodDescriptor descriptor = method.descriptor();
    StringBuilder page = new StringBuilder("# %s\n\n".formatted(descriptor.id()));
    page.append(GeneratedBlocks.empty("head"));
    page.append("\n## Parts\n\n").append(GeneratedBlocks.empty("parts"));
    page.append("\n## Paper and code\n\n").append(GeneratedBlocks.empty("deviations"));
    page.append("\n## Options\n\n").append(GeneratedBlocks.empty("options"));
    return page.toString();
  }

  private static Map<String, String> blocks(Method method) {
    Map<String, String> blocks = new LinkedHashMap<>();
    blocks.put("head", head(method));
    blocks.put("parts", parts(method));
    blocks.put("deviations", deviations(method));
    blocks.put("options", options(method));
    blocks.put("curves", CurvePictures.markdown(method));
    return blocks;
  }

  private static String head(Method method) {
    MethodDescriptor descriptor = method.descriptor();
    StringBuilder head = new StringBuilder("**%s**".formatted(descriptor.title()));
    if (descriptor.year() > 0) {
      head.append("  \n%d, %s".formatted(descriptor.year(), link(descriptor.reference())));
    }
    return head.append("  \nMethod `%s`, bits %s".formatted(descriptor.id(), method.bits()))
        .toString();
  }

  /** arXiv:2103.12369 as a link. */
  static String link(String reference) {
    return reference.startsWith("arXiv:")
        ? "[%s](https://arxiv.org/abs/%s)".formatted(reference, reference.substring(6))
        : reference;
  }

  private static String parts(Method method) {
    return Markdown.table(
        MethodFacts.PART_TITLES,
        MethodFacts.parts(method).entrySet().stream()
            .map(part -> List.of(part.getKey(), part.getValue()))
            .toList());
  }

  private static String deviations(Method method) {
    List<String> deviations = method.descriptor().deviations();
    return deviations.isEmpty()
        ? "Nothing to note."
        : deviations.stream()
            .map(line -> "- " + line)
            .collect(Collectors.joining("\n", "Where paper and official code differ:\n\n", ""));
  }

  private static String options(Method method) {
    List<List<String>> options = MethodFacts.options(method);
    return options.isEmpty() ? "None." : Markdown.table(MethodFacts.OPTION_TITLES, options);
  }

  /** The Markdown. */
  public String markdown() {
    return text;
  }

  /**
   * The pictures it shows, SVG by file name as seen from the page: those packed beside it, and the
   * others as the code draws them.
   */
  public Map<String, String> pictures() {
    return CurvePictures.packed(method, MethodPage::resource);
  }

  /** The method that the page is about. */
  public Method method() {
    return method;
  }

  /** What is printed on a terminal. */
  public List<String> lines(boolean colours) {
    return new TerminalText(colours).lines(GeneratedBlocks.without(text, Set.of("curves")));
  }

  /** The text of each chapter below its heading, without comments. */
  public Map<String, String> chapters() {
    Map<String, StringBuilder> chapters = new LinkedHashMap<>();
    StringBuilder chapter = new StringBuilder();
    for (String line : GeneratedBlocks.without(text, Set.of("curves")).split("\n", -1)) {
      if (line.startsWith("## ")) {
        chapter = new StringBuilder();
        chapters.put(line.substring(3).strip(), chapter);
      } else if (!line.startsWith("<!--")) {
        chapter.append(line).append('\n');
      }
    }
    Map<String, String> texts = new LinkedHashMap<>();
    chapters.forEach((title, body) -> texts.put(title, body.toString().strip()));
    return texts;
  }

  /** The rows of the table of published figures, each cell by the title of its column. */
  public List<Map<String, String>> published() {
    List<Map<String, String>> figures = new ArrayList<>();
    List<String> titles = List.of();
    for (String line : chapters().getOrDefault(PUBLISHED, "").split("\n", -1)) {
      if (!Markdown.isRow(line) || Markdown.isRule(line)) {
        continue;
      }
      List<String> cells = Markdown.cells(line);
      if (titles.isEmpty()) {
        titles = cells;
        continue;
      }
      Map<String, String> figure = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(titles.size(), cells.size()); i++) {
        figure.put(titles.get(i), Markdown.plain(cells.get(i)));
      }
      figures.add(figure);
    }
    return figures;
  }
}

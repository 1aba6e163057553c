package org.bnnlab.bench.site;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.leaderboard.Standing;
import org.bnnlab.bench.page.MethodPage;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A page for each method: what it is, as its own page says, and what it reached here. */
final class MethodPages {

  private static final Pattern COMMENT = Pattern.compile("\\s*<!--.*-->\\s*");

  private final Path folder;
  private final Parser parser =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder().extensions(List.of(TablesExtension.create())).escapeHtml(true).build();

  MethodPages(Path folder) {
    this.folder = folder;
  }

  /** Name of a method's page. */
  static String name(String method) {
    return Site.fileName(method) + ".html";
  }

  /**
   * Writes a page for each method that is installed or has results.
   *
   * @return id and address of each, for the first page
   */
  List<Map<String, String>> write(Map<String, List<Standing>> results) throws IOException {
    Methods methods = Methods.load();
    TreeSet<String> installed = new TreeSet<>();
    methods.descriptors().forEach(descriptor -> installed.add(descriptor.id()));
    TreeSet<String> ids = new TreeSet<>(installed);
    ids.addAll(results.keySet());
    List<Map<String, String>> links = new ArrayList<>();
    for (String id : ids) {
      String markdown =
          installed.contains(id)
              ? markdown(methods, id)
              : "# %s\n\nThis method is not installed here.\n".formatted(id);
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("root", "../");
      values.put("title", id);
      values.put("prose", renderer.render(parser.parse(withoutComments(markdown))));
      List<Standing> standings = results.getOrDefault(id, List.of());
      values.put(
          "results",
          standings.isEmpty()
              ? List.of()
              : List.of(
                  Template.table(
                      BoardGrid.of(
                          id,
                          standings,
                          s -> {
                            String address = Site.address(s);
                            return address == null ? null : "../" + address;
                          }))));
      Site.replace(folder.resolve(name(id)), Template.METHOD.fill(values));
      links.add(Map.of("id", id, "href", "methods/" + name(id)));
    }
    return links;
  }

  /** The page of an installed method; its pictures are written beside it. */
  private String markdown(Methods methods, String id) throws IOException {
    MethodPage page = MethodPage.of(methods.create(id, Map.of(), null));
    Map<String, String> pictures;
    try {
      pictures = page.pictures();
    } catch (RuntimeException e) {
      // A method with a mistake must not cost the others their pages.
      return page.markdown() + "\n\nIts curves cannot be drawn: " + e + "\n";
    }
    for (Map.Entry<String, String> picture : pictures.entrySet()) {
      Site.replace(folder.resolve(picture.getKey()), picture.getValue());
    }
    return page.markdown();
  }

  /** Without the marks of what is generated, which nobody is to read. */
  private static String withoutComments(String markdown) {
    return markdown.lines().filter(line -> !COMMENT.matcher(line).matches()).collect(joining("\n"));
  }
}

package org.bnnlab.bench.page;

import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bnnlab.api.check.FaultException;

/**
 * Blocks of a page that are not written by hand, each between {@code <!-- generated: NAME -->} and
 * {@code <!-- end -->}.
 */
final class GeneratedBlocks {

  private static final Pattern BLOCK =
      Pattern.compile("<!-- generated: (\\w+) -->\n(.*?)<!-- end -->\n", Pattern.DOTALL);

  private GeneratedBlocks() {}

  /** A block with nothing in it. */
  static String empty(String name) {
    return block(name, "");
  }

  private static String block(String name, String content) {
    return "<!-- generated: %s -->\n%s<!-- end -->\n"
        .formatted(name, content.isEmpty() ? "" : content + "\n");
  }

  /**
   * The text with every block replaced.
   *
   * @param place where the text stands, for messages
   * @throws FaultException if there is no content for a block
   */
  static String fill(String text, String place, Map<String, String> contents) {
    return BLOCK
        .matcher(text.replace("\r\n", "\n"))
        .replaceAll(
            found ->
                Matcher.quoteReplacement(block(found.group(1), content(found, place, contents))));
  }

  private static String content(MatchResult found, String place, Map<String, String> contents) {
    String content = contents.get(found.group(1));
    if (content == null) {
      throw new FaultException(
          "unknown block \"%s\" in %s; one of: %s"
              .formatted(found.group(1), place, String.join(", ", contents.keySet())));
    }
    return content;
  }

  /** The text without some blocks, content and all. */
  static String without(String text, Set<String> names) {
    return BLOCK
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(names.contains(found.group(1)) ? "" : found.group()));
  }
}

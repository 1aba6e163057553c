package org.bnnlab.bench.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.bench.recipe.Setting.Call;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;

/**
 * The short form of a part with arguments, {@code sgd(lr: 0.1, momentum: 0.9)}.
 *
 * <p>YAML itself would cut it at the first comma. So {@link #quoted} puts such expressions in
 * quotes before YAML reads the file, and {@link #parse} takes them apart afterwards.
 */
final class Expressions {

  /** An expression that cannot be read. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    SyntaxException(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  private final String text;
  private final int line;
  private int at;

  private Expressions(String text, int line) {
    this.text = text;
    this.line = line;
  }

  /**
   * Puts every expression in single quotes that stands where YAML expects a value and is followed
   * by the end of that value. Lines stay as they are.
   */
  static String quoted(String yaml) {
    StringBuilder result = new StringBuilder();
    int at = 0;
    boolean valueExpected = true;
    while (at < yaml.length()) {
      char c = yaml.charAt(at);
      int end = at + 1;
      if (c == '#' && (at == 0 || Character.isWhitespace(yaml.charAt(at - 1)))) {
        end = endOfLine(yaml, at);
      } else if (valueExpected && (c == '"' || c == '\'')) {
        end = endOfQuotes(yaml, at);
      } else if (valueExpected && Character.isLetter(c)) {
        int close = endOfExpression(yaml, at);
        if (close > 0) {
          result.append('\'').append(yaml.substring(at, close).replace("'", "''")).append('\'');
          at = close;
          valueExpected = false;
          continue;
        }
      }
      result.append(yaml, at, end);
      valueExpected = opensValue(yaml, at) || (valueExpected && Character.isWhitespace(c));
      at = end;
    }
    return result.toString();
  }

  private static boolean opensValue(String yaml, int at) {
    return switch (yaml.charAt(at)) {
      case '\n', '[', '{', ',' -> true;
      case ':', '-' -> at + 1 < yaml.length() && Character.isWhitespace(yaml.charAt(at + 1));
      default -> false;
    };
  }

  private static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static int endOfQuotes(String text, int from) {
    char quote = text.charAt(from);
    for (int i = from + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && quote == '"') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i + 1;
      }
    }
    return text.length();
  }

  /** The end of the expression that begins at {@code from}, or -1 if none does. */
  private static int endOfExpression(String text, int from) {
    int i = from;
    while (i < text.length() && isNamePart(text.charAt(i))) {
      i++;
    }
    if (i == text.length() || text.charAt(i) != '(') {
      return -1;
    }
    int depth = 0;
    for (; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i = endOfQuotes(text, i) - 1;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return endsValue(text, i + 1) ? i + 1 : -1;
      }
    }
    return -1;
  }

  private static boolean endsValue(String text, int from) {
    String rest = text.substring(from, endOfLine(text, from)).stripLeading();
    return rest.isEmpty() || ",]}#".indexOf(rest.charAt(0)) >= 0;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  /**
   * Takes an expression apart.
   *
   * @param text {@code flip} or {@code crop(32, padding: 4)}
   * @param line the line it stands on
   */
  static Call parse(String text, int line) throws SyntaxException {
    Expressions parser = new Expressions(text, line);
    Call call = parser.call();
    parser.skipBlanks();
    if (parser.at < text.length()) {
      throw parser.unexpected("the end");
    }
    return call;
  }

  private Call call() throws SyntaxException {
    String name = name();
    List<Setting> positional = new ArrayList<>();
    Map<String, Setting> named = new LinkedHashMap<>();
    skipBlanks();
    if (!take('(')) {
      return new Call(line, name, positional, named);
    }
    skipBlanks();
    while (!take(')')) {
      argument(positional, named);
      skipBlanks();
      if (!take(',') && peek() != ')') {
        throw unexpected("\",\" or \")\"");
      }
      skipBlanks();
    }
    return new Call(line, name, positional, named);
  }

  private void argument(List<Setting> positional, Map<String, Setting> named)
      throws SyntaxException {
    Setting value = value();
    skipBlanks();
    if (!take(':')) {
      if (!named.isEmpty()) {
        throw new SyntaxException("%s stands after a named argument".formatted(value.shown()));
      }
      positional.add(value);
      return;
    }
    if (!(value instanceof Word name)) {
      throw new SyntaxException("%s is no argument name".formatted(value.shown()));
    }
    if (named.put(name.text(), value()) != null) {
      throw new SyntaxException("argument \"%s\" is given twice".formatted(name.text()));
    }
  }

  private Setting value() throws SyntaxException {
    skipBlanks();
    if (take('[')) {
      List<Setting> items = new ArrayList<>();
      skipBlanks();
      while (!take(']')) {
        items.add(value());
        skipBlanks();
        if (!take(',') && peek() != ']') {
          throw unexpected("\",\" or \"]\"");
        }
        skipBlanks();
      }
      return new Sequence(line, items);
    }
    if (peek() == '"') {
      int end = endOfQuotes(text, at);
      if (end - at < 2 || text.charAt(end - 1) != '"') {
        throw new SyntaxException("a closing quotation mark is missing");
      }
      String inner = text.substring(at + 1, end - 1);
      at = end;
      return new Word(line, inner, true);
    }
    return new Word(line, name(), false);
  }

  private String name() throws SyntaxException {
    skipBlanks();
    int start = at;
    while (at < text.length() && (isNamePart(text.charAt(at)) || "+/".indexOf(peek()) >= 0)) {
      at++;
    }
    if (start == at) {
      throw unexpected("a name or number");
    }
    return text.substring(start, at);
  }

  private SyntaxException unexpected(String wanted) {
    String found = at < text.length() ? "\"" + text.charAt(at) + "\"" : "the end";
    return new SyntaxException("found %s where %s should be".formatted(found, wanted));
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean take(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }
}

package org.bnnlab.models.zoo;

import java.util.stream.Stream;

/** The words of an option with choices. */
final class Words {

  private Words() {}

  /** All words, the default first, as options want them. */
  static String[] defaultFirst(String standard, Stream<String> words) {
    return Stream.concat(Stream.of(standard), words.filter(word -> !word.equals(standard)))
        .toArray(String[]::new);
  }
}

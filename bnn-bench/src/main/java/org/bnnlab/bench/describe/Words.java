package org.bnnlab.bench.describe;

import java.util.Locale;

/** Names of the code as people read them. */
public final class Words {

  private Words() {}

  /** {@code ClippedIdentity} as {@code clipped identity}. */
  public static String of(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}

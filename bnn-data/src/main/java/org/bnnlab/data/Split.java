package org.bnnlab.data;

import java.util.Locale;

/** A part of a data set with its own role in an experiment. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name in recipes and messages: {@code train}, {@code validation}, {@code test}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.bnnlab.api.training;

import java.util.Locale;

/** What a network is in a run that has several. */
public enum NetworkRole {
  /** The network that is trained. */
  STUDENT,
  /** A trained network that says what the student should say; it never changes. */
  TEACHER,
  /** A slow copy of the student, as momentum contrast has it; its learning rule changes it. */
  KEY_ENCODER;

  /** The name in recipes, messages and names of tensors: {@code key-encoder}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

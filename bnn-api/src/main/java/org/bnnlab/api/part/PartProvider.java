package org.bnnlab.api.part;

import java.util.List;

/**
 * Adds named parts: a jar names its provider in {@code
 * META-INF/services/org.bnnlab.api.part.PartProvider}.
 */
@FunctionalInterface
public interface PartProvider {

  /** The parts. */
  List<NamedPart> parts();
}

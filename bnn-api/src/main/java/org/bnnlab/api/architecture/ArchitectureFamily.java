package org.bnnlab.api.architecture;

import java.util.List;

/**
 * Architectures that differ only in data: depths, widths, stems. Found by {@link
 * java.util.ServiceLoader} beside single architectures; stateless.
 */
public interface ArchitectureFamily {

  /** The members, each with an id of its own. */
  List<Architecture> members();
}

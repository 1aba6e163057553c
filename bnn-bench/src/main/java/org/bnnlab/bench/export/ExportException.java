package org.bnnlab.bench.export;

import java.util.List;
import org.bnnlab.api.check.FaultException;

/** A network that has no packed form, with every node that stands in the way and why. */
public final class ExportException extends FaultException {

  private static final long serialVersionUID = 1L;

  ExportException(List<String> faults) {
    super(faults);
  }
}

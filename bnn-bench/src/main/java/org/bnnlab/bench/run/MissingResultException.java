package org.bnnlab.bench.run;

import java.io.Serial;
import org.bnnlab.api.check.FaultException;

/** A run needs the result of another one that has none: it diverged or failed. */
final class MissingResultException extends FaultException {

  @Serial private static final long serialVersionUID = 1;

  MissingResultException(String message) {
    super(message);
  }
}

package org.bnnlab.bench.cli;

import org.bnnlab.bench.ledger.Environment;
import picocli.CommandLine.IVersionProvider;

/** Our version and those that results depend on. */
final class Version implements IVersionProvider {

  Version() {}

  @Override
  public String[] getVersion() {
    Environment environment = Environment.capture();
    String own = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "BNN Lab " + (own == null ? "(development)" : own),
      "DJL %s, libtorch %s, JDK %s"
          .formatted(environment.djl(), environment.libtorch(), environment.jdk())
    };
  }
}

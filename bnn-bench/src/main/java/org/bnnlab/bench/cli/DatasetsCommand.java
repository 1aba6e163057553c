package org.bnnlab.bench.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bnn datasets}: what can be trained on. */
@Command(name = "datasets", description = "List the data sets: images, classes, where from.")
final class DatasetsCommand implements Callable<Integer> {

  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  DatasetsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DatasetTable.print(console, json);
    return 0;
  }
}

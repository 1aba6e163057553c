package org.bnnlab.bench.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bnn data}: the files of data sets. */
@Command(
    name = "data",
    description = "Data sets on this machine: list, fetch, verify and prepare them.",
    subcommands = {
      DataCommand.ListCommand.class,
      DataFetchCommand.class,
      DataVerifyCommand.class,
      DataPrepareCommand.class
    })
final class DataCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "bnn data needs a command: list, fetch, verify or prepare");
  }

  /** {@code bnn data list}: the same as {@code bnn datasets}. */
  @Command(name = "list", description = "List the data sets: images, classes, where from.")
  static final class ListCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ListCommand(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      DatasetTable.print(console, json);
      return 0;
    }
  }
}

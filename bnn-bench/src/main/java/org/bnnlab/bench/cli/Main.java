package org.bnnlab.bench.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code bnn}: the entry to everything. A command is a class in this package and one line below.
 *
 * <p>Exit status 0: done; 1: failed; 2: wrong usage.
 */
@Command(
    name = "bnn",
    description = "The reference laboratory for binary neural networks.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    subcommands = {
      MethodsCommand.class,
      ModelsCommand.class,
      DatasetsCommand.class,
      TablesCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      ExportCommand.class,
      PredictCommand.class,
      LatencyCommand.class,
      SummaryCommand.class,
      OverheadCommand.class,
      DrawCommand.class,
      PlaneCommand.class,
      ProbeCommand.class,
      ReplayCommand.class,
      DataCommand.class,
      LeaderboardCommand.class,
      DoctorCommand.class,
      TestCommand.class,
      CompletionCommand.class,
    },
    footer = {"", "First steps: bnn bench (minutes, needs no data)   ·   bnn doctor"})
public final class Main implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show stack traces of errors.")
  private boolean verbose;

  Main() {
    spec = CommandSpec.create();
  }

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] arguments) {
    // Libraries log through java.util.logging, whose default handler writes to stderr.
    LogManager.getLogManager().reset();
    Console console = Console.ofProcess();
    int status = commandLine(console).execute(arguments);
    console.flush();
    // Not a return: native threads of the tensor engine may still be alive.
    System.exit(status);
  }

  /** The command line, writing to {@code console}. */
  static CommandLine commandLine(Console console) {
    Main main = new Main();
    CommandLine line = new CommandLine(main, new ConsoleFactory(console));
    line.setOut(console.out());
    line.setErr(console.err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()));
    line.setUsageHelpAutoWidth(console.terminal());
    line.setParameterExceptionHandler(new UsageErrors());
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> new Failures(console, main.verbose).report(exception));
    return line;
  }

  /** Without a command: what there is. */
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
    return CommandLine.ExitCode.OK;
  }
}

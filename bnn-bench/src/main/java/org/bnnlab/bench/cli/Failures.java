package org.bnnlab.bench.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.bench.recipe.RecipeException;
import org.bnnlab.data.DataException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Says what went wrong, in the words of whoever found it, and picks the exit status. */
final class Failures {

  private final Console console;
  private final boolean verbose;

  Failures(Console console, boolean verbose) {
    this.console = console;
    this.verbose = verbose;
  }

  /** Writes {@code exception} for its reader and gives the exit status. */
  int report(Exception exception) {
    int status =
        switch (exception) {
          case RecipeException recipe -> {
            say(recipe.getMessage());
            say("nothing was run");
            yield ExitCode.USAGE;
          }
          case FaultException input -> {
            input.faults().forEach(this::say);
            yield ExitCode.USAGE;
          }
          case NetworkException network -> {
            say(network.getMessage());
            yield ExitCode.USAGE;
          }
          case DataException data -> {
            say(data.getMessage());
            yield ExitCode.SOFTWARE;
          }
          case UncheckedIOException file -> {
            say(file.getMessage() + ": " + reason(file.getCause()));
            yield ExitCode.SOFTWARE;
          }
          case IOException file -> {
            say(reason(file));
            yield ExitCode.SOFTWARE;
          }
          default -> {
            say("bnn failed: " + exception);
            if (!verbose) {
              say("this should not happen; --verbose shows where");
            }
            yield ExitCode.SOFTWARE;
          }
        };
    if (verbose) {
      exception.printStackTrace(console.err());
    }
    return status;
  }

  private static String reason(@Nullable IOException exception) {
    return switch (exception) {
      case null -> "the file cannot be used";
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileNotFoundException missing -> String.valueOf(missing.getMessage());
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      default -> String.valueOf(exception.getMessage());
    };
  }

  private void say(@Nullable String line) {
    console.err().println(line);
  }
}

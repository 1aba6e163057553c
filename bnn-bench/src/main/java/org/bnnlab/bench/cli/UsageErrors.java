package org.bnnlab.bench.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.api.check.Suggestion;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be understood: what it was, the nearest word, where the help is. */
final class UsageErrors implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    if (exception instanceof UnmatchedArgumentException unmatched) {
      unmatched.getUnmatched().forEach(word -> err.println(unknown(command, name, word)));
    } else {
      err.println(
          "%s (%s --help shows the usage)"
              .formatted(decapitalized(String.valueOf(exception.getMessage())), name));
    }
    return ExitCode.USAGE;
  }

  private static String unknown(CommandLine command, String name, String word) {
    if (word.startsWith("-")) {
      List<String> options = new ArrayList<>();
      command.getCommandSpec().options().forEach(o -> options.addAll(List.of(o.names())));
      return "unknown option \"%s\" of %s%s (%s --help lists all)"
          .formatted(word, name, Suggestion.forUnknown(word, options), name);
    }
    if (!command.getSubcommands().isEmpty()) {
      return "unknown command \"%s\"%s (%s --help lists all)"
          .formatted(word, Suggestion.forUnknown(word, command.getSubcommands().keySet()), name);
    }
    return "%s takes no further argument, found \"%s\" (%s --help shows the usage)"
        .formatted(name, word, name);
  }

  private static String decapitalized(String message) {
    return message.isEmpty()
        ? message
        : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}

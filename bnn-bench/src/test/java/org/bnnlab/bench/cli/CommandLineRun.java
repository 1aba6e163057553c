package org.bnnlab.bench.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One command line and what came of it.
 *
 * @param status exit status
 * @param out what was written to stdout
 * @param err what was written to stderr
 */
record CommandLineRun(int status, String out, String err) {

  /** Runs {@code bnn} with arguments. */
  static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    int status = Main.commandLine(console).execute(arguments);
    return new CommandLineRun(status, out.toString(), err.toString());
  }

  /** The JSON on stdout. */
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + out, e);
    }
  }
}

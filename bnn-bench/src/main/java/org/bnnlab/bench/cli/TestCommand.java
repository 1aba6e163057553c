package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.bnnlab.bench.ledger.Code;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code bnn test}: the project's own check; the launcher runs it without starting us first. */
@Command(name = "test", description = "Run the project's own check: mvn verify.")
final class TestCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "ARGUMENT", description = "Further arguments for Maven.")
  private List<String> arguments = new ArrayList<>();

  TestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<Path> checkout = Code.checkout();
    if (checkout.isEmpty()) {
      console.err().println("bnn test runs in a checkout of BNN Lab only; this is none");
      return 1;
    }
    List<String> command = new ArrayList<>(List.of("mvn", "-ntp", "verify"));
    command.addAll(arguments);
    console.flush();
    return new ProcessBuilder(command)
                .directory(checkout.get().toFile())
                .inheritIO()
                .start()
                .waitFor()
            == 0
        ? 0
        : 1;
  }
}

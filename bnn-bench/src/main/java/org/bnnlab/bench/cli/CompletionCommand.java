package org.bnnlab.bench.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bnn completion bash}: a script that lets the shell complete commands and options. */
@Command(
    name = "completion",
    description = "Print a script for the completion of a shell.",
    footer = {"", "For this shell: source <(./bnn completion bash)"})
final class CompletionCommand implements Callable<Integer> {

  enum Shell {
    bash,
    zsh
  }

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  CompletionCommand(Console console) {
    this.console = console;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      console.out().println("autoload -U +X bashcompinit && bashcompinit");
    }
    console.out().println(AutoComplete.bash("bnn", spec.root().commandLine()));
    return 0;
  }
}

package org.logoformer.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code logo completion}. */
@Command(
    name = "completion",
    description = {
      "Prints what makes bash and zsh complete commands and options of logo:",
      "source <(submit/logo completion)"
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(AutoComplete.bash("logo", spec.root().commandLine()));
  }
}

package org.logoformer.jobs.inspect;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code logo inspect <what>}. */
@Command(
    name = "inspect",
    description =
        "Shows what is in shards and how good they are, in checkpoints, weights, a configuration or a network.",
    synopsisSubcommandLabel = "<what>",
    subcommands = {
      InspectShards.class,
      InspectQuality.class,
      InspectCheckpoint.class,
      InspectWeights.class,
      InspectConfig.class,
      InspectModel.class,
      InspectMacs.class
    })
public final class InspectCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to inspect: " + String.join(", ", spec.subcommands().keySet()));
  }
}

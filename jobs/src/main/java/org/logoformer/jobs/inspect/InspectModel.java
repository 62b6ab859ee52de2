package org.logoformer.jobs.inspect;

import org.logoformer.cli.ConfigOptions;
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code logo inspect model}. */
@Command(
    name = "model",
    description = "Prints the network's shapes by stage, its parameters and GMACs per clip.")
final class InspectModel implements Runnable {
  @Mixin private ConfigOptions options;

  @Override
  public void run() {
    new DryRun(options.config(), options.out()).network();
  }
}

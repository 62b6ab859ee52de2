package org.logoformer.jobs.inspect;

import org.logoformer.cli.ConfigOptions;
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code logo inspect config}. */
@Command(
    name = "config",
    description = "Prints every setting as it is resolved from defaults, preset, files, arguments.")
final class InspectConfig implements Runnable {
  @Mixin private ConfigOptions options;

  @Override
  public void run() {
    new DryRun(options.config(), options.out()).configuration();
  }
}

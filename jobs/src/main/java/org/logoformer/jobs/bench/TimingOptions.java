package org.logoformer.jobs.bench;

import picocli.CommandLine.Option;

/** How long to measure; a picocli mix-in. */
final class TimingOptions {
  @Option(
      names = "--blocks",
      defaultValue = "5",
      paramLabel = "N",
      description = "Blocks per figure; it is their median (default: ${DEFAULT-VALUE}).")
  private int blocks;

  @Option(
      names = "--block-seconds",
      defaultValue = "1",
      paramLabel = "S",
      description = "What a block lasts at least (default: ${DEFAULT-VALUE}).")
  private double blockSeconds;

  Blocks blocks() {
    return Blocks.of(blocks, blockSeconds);
  }
}

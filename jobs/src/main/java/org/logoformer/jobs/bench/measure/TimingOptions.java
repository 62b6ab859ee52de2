package org.logoformer.jobs.bench.measure;

import picocli.CommandLine.Option;

/** How long to measure; a picocli mix-in. */
public final class TimingOptions {
  @Option(
      names = "--blocks",
      paramLabel = "N",
      description = "Blocks per figure; it is their median (default: ${DEFAULT-VALUE}).")
  private int blocks = 5;

  @Option(
      names = "--block-seconds",
      defaultValue = "1",
      paramLabel = "S",
      description = "What a block lasts at least (default: ${DEFAULT-VALUE}).")
  private double blockSeconds;

  /** What the options say, on the clock of this machine. */
  public Blocks blocks() {
    return Blocks.of(blocks, blockSeconds);
  }
}

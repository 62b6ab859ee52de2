package org.logoformer.jobs.bench.measure;

import picocli.CommandLine.Option;

/** How long to measure; a picocli mix-in. */
public final class TimingOptions {
  @Option(
      names = "--blocks",
      paramLabel = "N",
      description = "Blocks per figure; it is their median (default: ${DEFAULT-VALUE}).")
  private int blocks;

  @Option(
      names = "--block-seconds",
      defaultValue = "1",
      paramLabel = "S",
      description = "What a block lasts at least (default: ${DEFAULT-VALUE}).")
  private double blockSeconds;

  /** Five blocks, if nothing is said. */
  public TimingOptions() {
    this(5);
  }

  /** So many blocks, if nothing is said. */
  public TimingOptions(int blocks) {
    this.blocks = blocks;
  }

  /** What the options say, on the clock of this machine. */
  public Blocks blocks() {
    return Blocks.of(blocks, blockSeconds);
  }
}

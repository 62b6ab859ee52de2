package org.logoformer.jobs.bench.scaling;

/** What the workers run on. */
public sealed interface Machines {
  /** Cores of one machine that are busy while {@code workers} take steps. */
  default int busyCores(int workers) {
    return 1;
  }

  /** By how much a worker is slower because others share its core; 1 if it has one. */
  default double share(int workers) {
    return 1;
  }

  /** Seconds that the bytes of a round spend on the network, beside what processes do with them. */
  default double wire(int workers, Volume volume) {
    return 0;
  }

  /**
   * All workers and the driver on one machine.
   *
   * @param cores of it; workers beyond that share them
   */
  record Shared(int cores) implements Machines {
    @Override
    public int busyCores(int workers) {
      return Math.min(workers, cores);
    }

    @Override
    public double share(int workers) {
      return Math.max(1, (double) workers / cores);
    }
  }

  /**
   * Each worker on a machine of its own, the driver on another.
   *
   * @param bytesPerSecond of each machine's link, each way; the switch is not the limit
   */
  record Separate(double bytesPerSecond) implements Machines {
    /** Spark cuts a broadcast into blocks of this size (spark.broadcast.blockSize). */
    private static final double BLOCK = 4 << 20;

    /**
     * The broadcast is a torrent: whoever has a block passes it on, so the number of holders
     * doubles with each transfer of a block, and further blocks follow at the speed of the link. In
     * the reduction each worker sends its slices of W - 1 others and receives as much at the same
     * time; then the driver receives the sums.
     */
    @Override
    public double wire(int workers, Volume volume) {
      double hops = Math.ceil(Math.log(workers + 1.0) / Math.log(2));
      double block = Math.min(volume.state(), BLOCK);
      double broadcast = hops * block + (volume.state() - block);
      double slices = volume.result() * (workers - 1) / workers;
      return (broadcast + slices + volume.result()) / bytesPerSecond;
    }
  }
}

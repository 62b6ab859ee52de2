package org.logoformer.jobs.bench.rounds;

import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Workload;
import org.logoformer.jobs.dl4j.ReferenceLoader;
import org.logoformer.train.source.Batches;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * Noise for any reference, made once a process: what is measured is not how data is read.
 *
 * @param config as {@link LogoConfig#render} writes it
 * @param clips of a reference
 */
public record NoiseLoader(String config, int clips) implements ReferenceLoader {
  /** The last mini-batch that was made. */
  private record Made(String config, int clips, MultiDataSet batch) {}

  private static Made made;

  @Override
  public Batches open() {
    return new Batches() {
      @Override
      public org.nd4j.linalg.dataset.api.MultiDataSet load(List<String> references) {
        return copy(config, clips * references.size());
      }

      @Override
      public String origin(List<String> references) {
        return "noise";
      }
    };
  }

  /** Whoever trains on it closes it. */
  private static synchronized MultiDataSet copy(String config, int clips) {
    if (made == null || made.clips != clips || !made.config.equals(config)) {
      LogoConfig parsed = LogoConfig.parse(config, "configuration from the driver");
      made = new Made(config, clips, Workload.of(parsed, clips).batch(parsed));
    }
    return new MultiDataSet(made.batch.getFeatures(0).dup(), made.batch.getLabels(0).dup());
  }
}

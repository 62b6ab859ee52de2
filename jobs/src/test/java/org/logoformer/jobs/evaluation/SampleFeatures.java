package org.logoformer.jobs.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.random.Keyed;

/** Features of clips of seven classes that no network made. */
public final class SampleFeatures {
  private SampleFeatures() {}

  /** Each class lies at another place, {@code apart} deviations from the origin. */
  public static void write(Path file, int clips, double apart) {
    List<Seen> rows =
        IntStream.range(0, clips)
            .mapToObj(
                i -> {
                  Keyed draw = Keyed.of(3, "features", i);
                  float[] values = new float[16];
                  for (int d = 0; d < values.length; d++) {
                    values[d] = (float) (draw.nextGaussian() + (d == i % 7 ? apart : 0));
                  }
                  return new Seen(new Prediction("c" + i, "", i % 7, i % 7, List.of()), values);
                })
            .toList();
    FeatureParquet.write(new Configuration(), new org.apache.hadoop.fs.Path(file.toUri()), rows);
  }
}

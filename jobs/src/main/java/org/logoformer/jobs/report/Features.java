package org.logoformer.jobs.report;

import java.util.Comparator;
import java.util.List;
import org.logoformer.jobs.evaluation.ClipFeatures;
import org.logoformer.random.Keyed;

/**
 * Features of clips, perhaps of some only.
 *
 * @param fold that the clips were tested in
 * @param all how many clips there are
 * @param clips those that are shown, by id
 */
record Features(String fold, int all, List<ClipFeatures> clips) {
  /** More points hide one another, and the time of t-SNE grows with their square. */
  private static final int MOST = 1000;

  /**
   * Of more than {@value #MOST} clips as many, drawn by their ids: runs that were tested on the
   * same clips show the same ones.
   */
  static Features of(String fold, List<ClipFeatures> all) {
    List<ClipFeatures> shown =
        all.stream()
            .sorted(
                Comparator.<ClipFeatures>comparingDouble(
                        c -> Keyed.of(1, "shown", c.clip()).nextDouble())
                    .thenComparing(ClipFeatures::clip))
            .limit(MOST)
            .sorted(Comparator.comparing(ClipFeatures::clip))
            .toList();
    return new Features(fold, all.size(), shown);
  }
}

package org.logoformer.jobs.dataset;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.shard.ShardSet;

/** The page about the quality of a shard set. */
public final class QualityReport {
  private static final int OPEN_SHARDS = 8;

  private QualityReport() {}

  /**
   * What was found.
   *
   * @param clips in the set
   * @param equalAcross clips of equal pixels on several sides of a split
   * @param nearAcross pairs of clips on two sides of a split that look alike
   * @param damaged clips that cannot be read
   */
  public record Outcome(int clips, int equalAcross, long nearAcross, int damaged) {}

  /**
   * Looks at a set on Spark and writes the page, with its tables in a folder beside it.
   *
   * @param folder of the set
   * @param frames that the network takes of a clip
   * @param subject finds in the id of a clip whom it shows, in its first group
   * @throws org.logoformer.error.DataException if there is no set
   */
  public static Outcome write(
      JavaSparkContext spark, Path folder, int frames, Optional<Pattern> subject, Path page)
      throws IOException {
    Survey survey = Survey.of(spark, folder);
    Findings findings = Findings.of(survey, frames, subject);
    try (ShardSet set = ShardSet.open(spark.hadoopConfiguration(), folder, OPEN_SHARDS)) {
      Sheet sheet = new QualityPage(survey, findings, frames, set).sheet();
      sheet.write(spark.hadoopConfiguration(), "Quality of " + folder.getName(), page);
    }
    return new Outcome(
        survey.looked().size(),
        findings.equalAcross(survey.manifest().clips()),
        findings.near().crossing(),
        findings.damaged().size());
  }
}

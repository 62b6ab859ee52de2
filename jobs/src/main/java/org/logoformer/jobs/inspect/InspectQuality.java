package org.logoformer.jobs.inspect;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.dataset.QualityReport;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo inspect quality}: what is wrong with the data of a shard set, on Spark. */
@Command(
    name = "quality",
    description = {
      "Looks at every frame of the shard set data.shards and writes a page about what is wrong:",
      "clips in quarantine, clips that are there twice (equal, or alike to the eye), in train and"
          + " test above all, lists that disagree with the disk, clips that are short, dark, bright,"
          + " empty or of another size.",
      "Its tables are CSV files in a folder beside it. Last line: quality clips=.. equal-across=.."
          + " near-across=.. damaged=.."
    },
    sortOptions = false)
final class InspectQuality implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--out",
      paramLabel = "HTML",
      description =
          "The page, on this machine unless a scheme says otherwise; the default is quality.html in"
              + " the folder of the set.")
  private String out;

  @Option(
      names = "--subject",
      paramLabel = "REGEX",
      description =
          "What in the id of a clip names the person or the film it is of, in parentheses, such as"
              + " '^([0-9]+)_': who is in train and in test, is told then.")
  private String subject;

  @Override
  public void run() {
    LogoConfig config = options.config();
    if (config.data().shards().isBlank()) {
      throw new ConfigException("data.shards is empty: name the folder of the shard set");
    }
    Optional<Pattern> pattern = Optional.ofNullable(subject).map(InspectQuality::pattern);
    Configuration hadoop = SharedPaths.hadoop(config);
    Path folder = SharedPaths.input(config.data().shards(), hadoop);
    Path page = out == null ? new Path(folder, "quality.html") : SharedPaths.output(out, hadoop);
    if (options.isDryRun()) {
      options.out().println("Would look at every frame of " + folder + " and write " + page);
      return;
    }
    try (SparkSession session = SparkSessions.open(config, "inspect quality")) {
      JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
      QualityReport.Outcome outcome =
          QualityReport.write(spark, folder, config.model().frames(), pattern, page);
      options.out().println("Wrote " + page);
      options
          .out()
          .printf(
              Locale.ROOT,
              "quality clips=%d equal-across=%d near-across=%d damaged=%d%n",
              outcome.clips(),
              outcome.equalAcross(),
              outcome.nearAcross(),
              outcome.damaged());
    } catch (IOException e) {
      throw Unreadable.of(folder, e, "Check data.shards");
    }
  }

  private static Pattern pattern(String typed) {
    try {
      Pattern pattern = Pattern.compile(typed);
      if (pattern.matcher("").groupCount() == 0) {
        throw new ConfigException(
            "--subject '%s' has no parentheses around what names the subject".formatted(typed));
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new ConfigException(
          "--subject '%s' is no regular expression: %s".formatted(typed, e.getDescription()), e);
    }
  }
}

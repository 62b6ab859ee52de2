package org.logoformer.prep;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ClusterException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo prep}. */
@Command(
    name = "prep",
    description = "Turns a data set (FERV39K, DFEW, or a list of frame folders) into shards.")
final class PrepCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Option(
      names = "--repair",
      paramLabel = "SHARD",
      description = "Make one damaged shard, such as part-00012, again from the source.")
  private String damaged;

  @Option(
      names = "--verify",
      description =
          "Hold a finished set against its source by content: reads all of both, which takes as long"
              + " as making it.")
  private boolean verify;

  @Override
  public void run() {
    LogoConfig config = options.config();
    PrintWriter out = spec.commandLine().getOut();
    if (options.isDryRun()) {
      dryRun(config.prep(), out);
      return;
    }
    long start = System.nanoTime();
    try (JavaSparkContext spark = PrepSession.open(config.spark(), "logo prep")) {
      if (damaged != null) {
        new Repair(spark, config.prep()).run(damaged);
        out.println("repaired " + damaged + " of " + config.prep().output());
        return;
      }
      if (verify) {
        new Summary(out).print(new Preparation(spark, config.prep()).verify());
        out.println("verified: every shard is as it was written, and as the source makes it");
        return;
      }
      Preparation.Result result = new Preparation(spark, config.prep()).run();
      new Summary(out).print(result.manifest());
      new Summary(out).print(result, config.prep().output(), (System.nanoTime() - start) / 1e9);
    }
  }

  private static void dryRun(PrepConfig config, PrintWriter out) {
    Storage storage = Storage.of(config);
    out.printf(
        Locale.ROOT,
        "prep: %s of %s to %s, %s, shards of %.0f MiB%n",
        config.layout(),
        config.source(),
        config.output(),
        storage.fingerprint(),
        storage.shardBytes() / 1048576.0);
    if (config.source().isBlank() || !exists(config.source())) {
      out.println("the source is not there: lists not checked");
      return;
    }
    Listing listing = Layouts.read(config, new Configuration());
    new Summary(out).print(listing);
    out.println("the lists are in order");
  }

  private static boolean exists(String source) {
    try {
      Path path = new Path(source);
      return path.getFileSystem(new Configuration()).exists(path);
    } catch (IOException e) {
      throw new ClusterException("Cannot look for " + source + ": " + e.getMessage(), e);
    }
  }
}

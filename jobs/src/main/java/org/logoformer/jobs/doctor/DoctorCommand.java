package org.logoformer.jobs.doctor;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.doctor.Finding.Verdict;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.spark.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code logo doctor}: what would go wrong with this configuration on this cluster. */
@Command(
    name = "doctor",
    description = {
      "Checks a cluster before a long run: storage, executors, native code, GPUs, limits, data.",
      "Each line says ok, warn or fail, what was found and what to change; exit code 4 if one"
          + " fails."
    })
public final class DoctorCommand implements Runnable {
  /** Cloud machines take minutes to join. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Mixin private ConfigOptions options;

  @Override
  public void run() {
    LogoConfig config = SetClasses.config(options);
    PrintWriter out = options.out();
    if (options.isDryRun()) {
      new DryRun(config, out).inference("doctor");
      return;
    }
    try (SparkSession session = SparkSessions.open(config, "doctor")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      require(new Doctor(spark, config, PATIENCE, out).examine(), out);
    }
  }

  private static void require(List<Finding> findings, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "doctor: %d ok, %d warn, %d fail%n",
        Doctor.count(findings, Verdict.OK),
        Doctor.count(findings, Verdict.WARN),
        Doctor.count(findings, Verdict.FAIL));
    out.flush();
    String failed =
        findings.stream()
            .filter(f -> f.verdict() == Verdict.FAIL)
            .map(Finding::check)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!failed.isEmpty()) {
      throw new ClusterException(
          "The doctor advises against a long run: " + failed + " (see the lines above)");
    }
  }
}

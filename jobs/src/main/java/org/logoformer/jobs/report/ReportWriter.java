package org.logoformer.jobs.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.picture.AttentionFrames;
import org.logoformer.jobs.run.SeedMetrics;

/** Writes the report of a run. */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * Reads the run in {@code run}, or the runs of several seeds, and writes {@code page}, with its
   * pictures and tables in a folder beside it, see {@link Sheet}.
   *
   * @throws org.logoformer.error.DataException if there is no run or its files are broken
   */
  public static void write(Configuration hadoop, Path run, Path page) throws IOException {
    write(hadoop, run, page, List.of());
  }

  /**
   * The same, which also shows what the network attends to.
   *
   * @throws ConfigException if there is attention to show but no single run
   */
  static void write(Configuration hadoop, Path run, Path page, List<AttentionFrames> attention)
      throws IOException {
    Optional<SeedMetrics> seeds = RunFiles.seeds(hadoop, run);
    if (seeds.isPresent()) {
      requireRun(attention, run);
      ComparePage.of(
              Map.of(run.getName(), seeds.get()),
              RunFiles.readAll(hadoop, run),
              DifferenceSection.NONE)
          .write(hadoop, run.getName(), page);
      return;
    }
    RunRecord record = RunFiles.read(hadoop, run);
    ReportPage.of(record, attention).write(hadoop, record.name(), page);
  }

  /** A page about several runs shows no attention: whose would it be? */
  static void requireRun(List<AttentionFrames> attention, Path folder) {
    if (!attention.isEmpty()) {
      throw new ConfigException(
          "--attention goes with one run, and %s holds several: give one of them as run.name"
              .formatted(folder));
    }
  }
}

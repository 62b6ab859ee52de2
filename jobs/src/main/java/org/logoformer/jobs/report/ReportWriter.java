package org.logoformer.jobs.report;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.jobs.page.Sheet;
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
    Optional<SeedMetrics> seeds = RunFiles.seeds(hadoop, run);
    if (seeds.isPresent()) {
      ComparePage.of(
              Map.of(run.getName(), seeds.get()),
              RunFiles.readAll(hadoop, run),
              DifferenceSection.NONE)
          .write(hadoop, run.getName(), page);
      return;
    }
    RunRecord record = RunFiles.read(hadoop, run);
    ReportPage.of(record).write(hadoop, record.name(), page);
  }
}

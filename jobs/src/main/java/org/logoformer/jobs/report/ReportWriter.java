package org.logoformer.jobs.report;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.jobs.page.Sheet;

/** Writes the report of a run. */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * Reads the run in {@code run} and writes {@code page}, with its pictures and tables in a folder
   * beside it, see {@link Sheet}.
   *
   * @throws org.logoformer.error.DataException if there is no run or its files are broken
   */
  public static void write(Configuration hadoop, Path run, Path page) throws IOException {
    RunRecord record = RunFiles.read(hadoop, run);
    ReportPage.of(record).write(hadoop, record.name(), page);
  }
}

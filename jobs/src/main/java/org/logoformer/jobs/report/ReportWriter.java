package org.logoformer.jobs.report;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.storage.AtomicFile;

/** Writes the report of a run and its pictures. */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * Reads the run in {@code run} and writes {@code page}, with the pictures as PNG files beside it.
   *
   * @throws org.logoformer.error.DataException if there is no run or its files are broken
   */
  public static void write(Configuration hadoop, Path run, Path page) throws IOException {
    RunRecord record = RunFiles.read(hadoop, run);
    Map<String, Themed> pictures = RunPictures.draw(record);
    pictures.forEach(
        (name, picture) ->
            AtomicFile.write(
                hadoop, new Path(page.getParent(), name), out -> out.write(picture.light())));
    byte[] html = ReportPage.html(record, pictures);
    AtomicFile.write(hadoop, page, out -> out.write(html));
  }
}

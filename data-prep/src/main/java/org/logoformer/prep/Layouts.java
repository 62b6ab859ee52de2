package org.logoformer.prep;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.storage.SharedPaths;

/** Reads the lists of a data set in the layout that is configured. */
final class Layouts {
  private Layouts() {}

  /**
   * Reads and checks the lists.
   *
   * @throws org.logoformer.error.DataException naming lines, if they are wrong or missing
   * @throws ClusterException if the storage does not answer
   */
  static Listing read(PrepConfig config, Configuration hadoop) {
    if (config.source().isBlank()) {
      throw new ConfigException("prep.source is empty: name the root of the data set");
    }
    try {
      Path source = SharedPaths.input(config.source(), hadoop);
      FileSystem files = source.getFileSystem(hadoop);
      if (!files.exists(source)) {
        throw new DataException(
            Message.of(
                "prep.source = %s is not there%s: name the root of the data set",
                source, SharedPaths.otherwise(source, hadoop)));
      }
      return switch (config.layout()) {
        case FERV39K -> new Ferv39kLayout(files).read(source);
        case DFEW -> new DfewLayout(files, config.labelBase()).read(source, config.dfewClips());
        case LIST -> new ListLayout(files, source, config.list()).read();
        case UNLABELLED -> UnlabelledLayout.read(files, source);
      };
    } catch (IOException e) {
      throw new ClusterException("Cannot read " + config.source() + ": " + e.getMessage(), e);
    }
  }
}

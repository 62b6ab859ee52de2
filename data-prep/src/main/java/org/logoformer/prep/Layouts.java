package org.logoformer.prep;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
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
    requireOfLayout(config);
    try {
      Path source = SharedPaths.input(config.source(), hadoop);
      FileSystem files = source.getFileSystem(hadoop);
      if (!files.exists(source)) {
        throw new DataException(
            Message.of(
                "prep.source = %s is not there%s: name the root of the data set",
                source, SharedPaths.otherwise(source, hadoop)));
      }
      Listing listing =
          switch (config.layout()) {
            case FERV39K -> new Ferv39kLayout(files).read(source, config);
            case DFEW ->
                new DfewLayout(files, config.labelBase().given().orElse(1)).read(source, config);
            case LIST -> new ListLayout(config, source, hadoop).read();
            case UNLABELLED -> UnlabelledLayout.read(files, source);
          };
      return config.boxes().isBlank() ? listing : FaceFile.cut(listing, config, hadoop);
    } catch (IOException | UncheckedIOException e) {
      throw new ClusterException("Cannot read " + config.source() + ": " + e.getMessage(), e);
    }
  }

  /** Refuses keys that would be of no effect. */
  private static void requireOfLayout(PrepConfig config) {
    boolean list = config.layout() == Layout.LIST;
    boolean ferv39k = config.layout() == Layout.FERV39K;
    require(list || config.classes().isEmpty(), "prep.classes is", "list");
    require(list || config.columns().isEmpty(), "prep.columns is", "list");
    require(list || config.remap().isEmpty(), "prep.remap is", "list");
    require(ferv39k || config.scene().isEmpty(), "prep.scene is", "ferv39k");
    require(
        ferv39k || config.layout() == Layout.DFEW || config.clipsFolder().isEmpty(),
        "prep.clips-folder is",
        "ferv39k or dfew");
  }

  private static void require(boolean condition, String key, String layout) {
    if (!condition) {
      throw new ConfigException(
          key + " for prep.layout = " + layout + " only: leave it out, or choose that layout");
    }
  }
}

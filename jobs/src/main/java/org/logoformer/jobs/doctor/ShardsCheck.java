package org.logoformer.jobs.doctor;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.run.Fold;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Shard;

/** Whether the shard set is complete and has clips for every fold, of the network's classes. */
final class ShardsCheck {
  private static final Check CHECK = new Check("data.shards");

  private ShardsCheck() {}

  static Finding of(Configuration hadoop, LogoConfig config) {
    DataConfig data = config.data();
    if (data.shards().isEmpty()) {
      return CHECK.fail(
          "is not set", "set it to the folder of a shard set, as 'logo prep' wrote it");
    }
    Path folder = new Path(data.shards());
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      Manifest manifest = Manifest.read(files, folder);
      for (Shard shard : manifest.shards()) {
        FileStatus status = files.getFileStatus(new Path(folder, shard.file()));
        if (status.getLen() != shard.bytes()) {
          return CHECK.fail(
              "%s has %d bytes, the manifest says %d"
                  .formatted(status.getPath(), status.getLen(), shard.bytes()),
              "run 'logo prep --repair " + shard.name() + "'");
        }
      }
      List<String> classes = manifest.origin().classes().names();
      if (classes.size() != config.model().classes()) {
        return CHECK.fail(
            "%s has %d classes (%s), model.classes is %d"
                .formatted(
                    folder, classes.size(), String.join(", ", classes), config.model().classes()),
            "leave model.classes out, so that it follows the set");
      }
      int train = 0;
      int test = 0;
      List<Integer> folds = Fold.numbers(data);
      for (int fold : folds) {
        train += Fold.trainClips(manifest, data, fold).size();
        test += Fold.testClips(manifest, data, fold).size();
      }
      return CHECK.ok(
          "%s: %d shards are there, %d clips; %d to train and %d to test on in %d fold(s)"
              .formatted(
                  folder,
                  manifest.shards().size(),
                  manifest.clips().size(),
                  train,
                  test,
                  folds.size()));
    } catch (IOException | LogoException e) {
      return CHECK.fail(
          folder + ": " + Causes.of(e), "make the set with 'logo prep', or mend data.shards");
    }
  }
}

package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.shard.FaceCrops;
import org.logoformer.shard.Manifest;

/** That a network knows faces cut out of frames, and {@code predict} does not cut. */
final class CroppedFaces {
  private CroppedFaces() {}

  /**
   * What to say of clips that are no shard set.
   *
   * @return empty if the set that the network was trained on has its frames as they were, or is not
   *     there any more
   */
  static Optional<String> note(LogoConfig trained, Configuration hadoop) {
    String shards = trained.data().shards();
    if (shards.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path set = new Path(shards);
      FaceCrops crops = Manifest.read(set.getFileSystem(hadoop), set).origin().faces();
      return crops.isNone()
          ? Optional.empty()
          : Optional.of(
              Message.of(
                  "the network was trained on faces cut out by their %s (prep.boxes of %s); these frames are"
                      + " taken as they are: cut whole frames in the same way, with 'logo prep"
                      + " prep.layout=unlabelled prep.boxes=..', and predict that set",
                  crops.by(), shards));
    } catch (IOException | DataException e) {
      return Optional.empty(); // It is not needed for a prediction.
    }
  }
}

package org.logoformer.jobs.prediction;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.batch.View;
import org.logoformer.clip.ClipFolders;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.network.Softmax;
import org.logoformer.jobs.picture.AttentionPicture;
import org.logoformer.jobs.picture.AttentionPicture.Grid;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.models.AttentionGrid;
import org.logoformer.models.AttentionNetwork;
import org.logoformer.storage.AtomicFile;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Pictures of what a network attends to, {@code <clip>.png} each. They show faces. */
final class AttentionPictures {
  private AttentionPictures() {}

  /**
   * Writes or replaces them.
   *
   * @throws org.logoformer.error.ConfigException if the network has no attention over regions
   */
  static void write(Trained trained, FileSystem files, List<ClipFolders.Clip> clips, Path folder) {
    LogoConfig config = trained.config();
    ClipReader network = new ClipReader(files, config, trained.stored());
    ClipReader shown =
        new ClipReader(
            files,
            config.with("data.normalise.mean=[0,0,0]", "data.normalise.std=[1,1,1]"),
            trained.stored());
    try (AttentionNetwork attention = AttentionNetwork.of(config)) {
      trained.weights().copyTo(attention.parameters());
      for (ClipFolders.Clip clip : clips) {
        double[] shares = shares(attention, network, clip);
        String title = title(clip.id(), trained.classes(), attention.logits());
        Optional<byte[]> png =
            Pictures.drawn(
                () ->
                    AttentionPicture.png(
                        title, frames(shown, clip, config), grid(attention.grid()), shares));
        png.ifPresent(
            bytes ->
                AtomicFile.write(
                    files.getConf(),
                    new Path(folder, clip.id() + ".png"),
                    out -> out.write(bytes)));
      }
    }
  }

  private static double[] shares(
      AttentionNetwork attention, ClipReader reader, ClipFolders.Clip clip) {
    try (INDArray input = reader.clips(List.of(clip), View.PLAIN)) {
      return attention.shares(input);
    }
  }

  private static String title(String clip, List<String> classes, double[] logits) {
    int best = Softmax.argmax(logits);
    return String.format(
        Locale.ROOT,
        "%s: %s, %.0f %%",
        clip,
        classes.get(best),
        100 * Softmax.of(logits).get(best));
  }

  private static Grid grid(AttentionGrid grid) {
    return new Grid(grid.frames(), grid.rows(), grid.columns());
  }

  /** Packed RGB of each frame as the network sees it, row by row. */
  private static int[][] frames(ClipReader reader, ClipFolders.Clip clip, LogoConfig config) {
    int pixels = config.model().size() * config.model().size();
    int[][] frames = new int[config.model().frames()][pixels];
    try (INDArray seen = reader.clips(List.of(clip), View.PLAIN)) {
      float[] values = seen.data().asFloat();
      for (int i = 0; i < frames.length * pixels; i++) {
        frames[i / pixels][i % pixels] =
            level(values[3 * i]) << 16 | level(values[3 * i + 1]) << 8 | level(values[3 * i + 2]);
      }
    }
    return frames;
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }
}

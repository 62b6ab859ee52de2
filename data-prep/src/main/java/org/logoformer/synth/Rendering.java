package org.logoformer.synth;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SynthConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.error.Reason;
import org.logoformer.prep.TaskBar;
import org.logoformer.storage.NewFile;
import org.logoformer.storage.SharedPaths;

/**
 * The Spark job behind {@code logo synth}. The lists are written last: a set with lists is whole.
 */
record Rendering(JavaSparkContext spark, LogoConfig config) {
  private static final int CLIPS_A_TASK = 32;

  /**
   * Renders the set to {@code synth.output}.
   *
   * @throws DataException if a data set is there already
   */
  void run(SynthSet set) {
    SynthConfig synth = config.synth();
    Path root = new Path(synth.output());
    try {
      FileSystem files = root.getFileSystem(spark.hadoopConfiguration());
      for (String list : set.lists().keySet()) {
        if (files.exists(new Path(root, list))) {
          throw new DataException(
              synth.output() + " holds a data set already: remove it or change synth.output");
        }
      }
      render(set);
      for (Map.Entry<String, String> list : set.lists().entrySet()) {
        try (OutputStream out = NewFile.create(files, new Path(root, list.getKey()))) {
          out.write(list.getValue().getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot write to " + synth.output() + ": " + e.getMessage() + "; check synth.output", e);
    }
  }

  private void render(SynthSet set) {
    SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
    String settings = SharedPaths.qualified(config, spark.hadoopConfiguration()).render();
    int asked = config.synth().partitions();
    int tasks = asked > 0 ? asked : Math.max(1, set.clips().size() / CLIPS_A_TASK);
    try (TaskBar bar = TaskBar.of(spark, "render", tasks)) {
      spark
          .parallelize(set.clips(), tasks)
          .foreachPartition(clips -> write(clips, settings, hadoop.value()));
    } catch (Exception e) {
      // Not only RuntimeException: Spark throws checked exceptions that it does not declare.
      throw new ClusterException(
          Message.of(
              "synth failed: %s; remove %s and run it again",
              Reason.of(e), config.synth().output()),
          e);
    }
  }

  private static void write(Iterator<SynthClip> clips, String settings, Configuration hadoop)
      throws IOException {
    SynthConfig synth = LogoConfig.parse(settings, "configuration of the driver").synth();
    FrameWriter writer = new FrameWriter(new Path(synth.output()).getFileSystem(hadoop), synth);
    while (clips.hasNext()) {
      writer.write(clips.next());
    }
  }
}

package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.batch.View;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.clip.ClipFolders;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.evaluation.PartFiles;
import org.logoformer.jobs.network.ClipNetwork;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.jobs.weights.Origin;
import org.logoformer.models.AttentionNetwork;
import org.logoformer.progress.Bar;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.round.Answer;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.Testing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo predict}: classes of clips without labels, on this machine or on Spark. */
@Command(
    name = "predict",
    description = {
      "Predicts the class of clips that are folders of JPEG or PNG frames or videos, or of a shard set.",
      "With --out NAME.parquet on Spark, else on this machine. The same command again goes on where"
          + " one on Spark ended."
    },
    footer = {
      "",
      "With --weights the network is model.preset=paper unless model.* says otherwise; --run takes"
          + " network, input and names of classes from the run. Frames are resized from what they"
          + " are to model.size; 'evaluate' reads them as 'prep' stored them, so where"
          + " prep.store-size is another size, probabilities differ a little."
    })
public final class PredictCommand implements Runnable {
  private static final String PARQUET = ".parquet";

  @Mixin private ConfigOptions options;

  @Option(
      names = "--weights",
      paramLabel = "SAFETENSORS",
      description = "Weights by the names of the published state dict.")
  private String weights;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "In place of --weights: folder of a run, of a fold or of a checkpoint.")
  private String run;

  @Option(
      names = "--checkpoint",
      paramLabel = "best|last|newest",
      description =
          "Of --run: that of the highest score, the newest of a whole epoch, or the newest.")
  private Origin.Choice checkpoint = Origin.Choice.BEST;

  @Option(names = "--fold", paramLabel = "NUMBER", description = "Of a run that has several.")
  private Integer fold;

  @Option(
      names = "--clips",
      paramLabel = "FOLDER_OR_VIDEO",
      description =
          "One folder of frames, a video, or a folder of such; without it, all clips of data.shards"
              + " (to Parquet).")
  private String clips;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "CSV_OR_PARQUET",
      description = {
        "CSV: gets clip,label_index,p_0..,logit_0..,prediction,class and appears when it is"
            + " complete; on this machine unless a scheme says otherwise.",
        "NAME.parquet: a folder of Parquet files with clip, prediction, class, p_0.. on the default"
            + " file system, and _SUCCESS when it is complete.",
        "prediction is the index of the class, class its name; label_index is an older name of"
            + " prediction. 'evaluate --predictions' reads both."
      })
  private String out;

  @Option(
      names = "--features",
      description = "To Parquet: also what the classifier read of each clip, a list of floats.")
  private boolean features;

  @Option(
      names = "--attention",
      paramLabel = "FOLDER",
      description =
          "Of --clips to CSV: also a picture of each clip's frames, shaded by how much the network's"
              + " last attention weighs their regions. Shows faces: handle like the clips.")
  private String attention;

  @Override
  public void run() {
    requireOptions();
    String shards = options.config().data().shards();
    Trained trained =
        run == null
            ? Trained.ofFile(options, weights)
            : Trained.ofRun(options, run, checkpoint, fold);
    Configuration hadoop = SharedPaths.hadoop(trained.config());
    Path source = SharedPaths.input(clips == null ? shards : clips, hadoop);
    if (clips != null) {
      trained.stored().note().ifPresent(options.out()::println);
    }
    try {
      if (!out.endsWith(PARQUET)) {
        onThisMachine(trained, hadoop, source);
      } else if (clips == null) {
        onSpark(trained, new ShardSource(source.toString()), hadoop);
      } else {
        onSpark(trained, new FolderSource(source.toString(), trained.stored()), hadoop);
      }
    } catch (IOException e) {
      throw new ClusterException("Cannot read %s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private void requireOptions() {
    if ((weights == null) == (run == null)) {
      throw new ConfigException("predict takes the network from --weights or from --run: give one");
    } else if (clips == null && !out.endsWith(PARQUET)) {
      throw new ConfigException(
          "A CSV file is made of --clips; a shard set (data.shards) is predicted to --out"
              + " NAME.parquet");
    } else if (clips == null && options.config().data().shards().isEmpty()) {
      throw new ConfigException("predict needs clips: give --clips or data.shards");
    } else if (attention != null && (clips == null || out.endsWith(PARQUET))) {
      throw new ConfigException("--attention goes with --clips and a CSV file");
    } else if (features && !out.endsWith(PARQUET)) {
      throw new ConfigException("--features goes to Parquet: give --out NAME.parquet");
    }
  }

  private void onThisMachine(Trained trained, Configuration hadoop, Path source)
      throws IOException {
    FileSystem files = source.getFileSystem(hadoop);
    List<ClipFolders.Clip> found = FolderSource.find(files, source);
    PrintWriter console = options.out();
    if (attention != null) {
      AttentionNetwork.requireGrid(trained.config());
    }
    if (options.isDryRun()) {
      dryRun(trained, found.size(), source);
      return;
    }
    String csv = csv(trained, found, new ClipReader(files, trained.config(), trained.stored()));
    AtomicFile.write(
        hadoop,
        SharedPaths.output(out, hadoop),
        stream -> stream.write(csv.getBytes(StandardCharsets.UTF_8)));
    if (attention != null) {
      AttentionPictures.write(trained, files, found, SharedPaths.output(attention, hadoop));
    }
    console.printf(Locale.ROOT, "predict clips=%d out=%s%n", found.size(), out);
  }

  private <T extends Serializable> void onSpark(
      Trained trained, ClipSource<T> source, Configuration hadoop) throws IOException {
    PartFiles files = new PartFiles(SharedPaths.input(out, hadoop));
    Testing.Asked asked = features ? Testing.Asked.FEATURES : Testing.Asked.LOGITS;
    SparkPrediction<T> prediction = new SparkPrediction<>(trained, source, asked, files, hadoop);
    if (options.isDryRun()) {
      dryRun(trained, prediction.clips(), new Path(clips == null ? "data.shards" : clips));
      return;
    }
    try (SparkSession session = SparkSessions.open(trained.config(), "predict")) {
      int before = prediction.run(new JavaSparkContext(session.sparkContext()));
      options
          .out()
          .printf(
              Locale.ROOT,
              "predict clips=%d parts-before=%d out=%s%n",
              prediction.clips(),
              before,
              files.folder());
    }
  }

  private void dryRun(Trained trained, int found, Path source) {
    PrintWriter console = options.out();
    new DryRun(trained.config(), console).local();
    console.printf(Locale.ROOT, "%npredict would read clips=%d from %s%n", found, source);
  }

  private static String csv(Trained trained, List<ClipFolders.Clip> clips, ClipReader reader) {
    LogoConfig config = trained.config();
    StringBuilder csv = new StringBuilder(PredictedCsv.header(config.model().classes()));
    Testing<ClipFolders.Clip> testing =
        new Testing<>(
            reader, config.evaluate().batch(), 0, View.of(config.evaluate()), Testing.Asked.LOGITS);
    long looks = (long) clips.size() * View.of(config.evaluate()).size();
    try (ClipNetwork network = ClipNetwork.of(config, trained.weights());
        Bar bar = Bar.of("predict", looks)) {
      List<Answer> answers =
          testing.answers(Forward.counting(network, bar::step), clips, () -> false);
      for (int i = 0; i < answers.size(); i++) {
        csv.append(PredictedCsv.row(clips.get(i).id(), answers.get(i).logits(), trained.classes()));
      }
    }
    return csv.toString();
  }
}

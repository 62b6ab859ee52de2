package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.batch.View;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.network.ClipNetwork;
import org.logoformer.jobs.network.Weights;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.round.Answer;
import org.logoformer.train.round.Testing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo predict}: classes of clips that lie as folders of frames, on this machine. */
@Command(
    name = "predict",
    description = "Predicts the class of clips that are folders of JPEG or PNG frames.",
    footer = {
      "",
      "The network is model.preset=paper unless model.* says otherwise. Frames are resized from"
          + " what they are to model.size; 'evaluate' reads them as 'prep' stored them, so where"
          + " prep.store-size is another size, probabilities differ a little."
    },
    sortOptions = false)
public final class PredictCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "SAFETENSORS",
      description = "Weights by the names of the published state dict.")
  private String weights;

  @Option(
      names = "--clips",
      required = true,
      paramLabel = "FOLDER",
      description = "One folder of frames, or a folder of such folders.")
  private String clips;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "CSV",
      description = {
        "Gets clip,label_index,p_0..,logit_0..,prediction,class and appears when it is complete;",
        "on this machine unless a scheme says otherwise.",
        "prediction is the index of the class, class its name; label_index is an older name of"
            + " prediction. 'evaluate --predictions' reads the file."
      })
  private String out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig config = options.config();
    Configuration hadoop = SharedPaths.hadoop(config);
    Path source = SharedPaths.input(clips, hadoop);
    try {
      Weights checked = Weights.read(hadoop, SharedPaths.input(weights, hadoop), config);
      FileSystem files = source.getFileSystem(hadoop);
      List<ClipFolders.Clip> found = ClipFolders.find(files, source);
      PrintWriter console = spec.commandLine().getOut();
      if (options.isDryRun()) {
        new DryRun(config, console).local();
        console.printf(
            Locale.ROOT, "%npredict would read clips=%d from %s%n", found.size(), source);
        return;
      }
      String csv = csv(config, checked, found, new ClipReader(files, config));
      AtomicFile.write(
          hadoop,
          SharedPaths.output(out, hadoop),
          stream -> stream.write(csv.getBytes(StandardCharsets.UTF_8)));
      console.printf(Locale.ROOT, "predict clips=%d out=%s%n", found.size(), out);
    } catch (IOException e) {
      throw new ClusterException("Cannot read %s: %s".formatted(source, e.getMessage()), e);
    }
  }

  private static String csv(
      LogoConfig config, Weights weights, List<ClipFolders.Clip> clips, ClipReader reader) {
    StringBuilder csv = new StringBuilder(PredictedCsv.header(config.model().classes()));
    List<String> names = ClassNames.of(config.model().classes());
    Testing<ClipFolders.Clip> testing =
        new Testing<>(
            reader,
            config.evaluate().batch(),
            0,
            View.of(config.evaluate()),
            Testing.Asked.LOGITS);
    try (ClipNetwork network = ClipNetwork.of(config, weights)) {
      List<Answer> answers = testing.answers(network, clips, () -> false);
      for (int i = 0; i < answers.size(); i++) {
        csv.append(PredictedCsv.row(clips.get(i).id(), answers.get(i).logits(), names));
      }
    }
    return csv.toString();
  }
}

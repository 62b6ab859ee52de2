package org.logoformer.prep;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Stack;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.Message;
import org.logoformer.shard.FaceCrops;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo prep}. */
@Command(
    name = "prep",
    description =
        "Turns a data set (FERV39K, DFEW, or a list of frame folders or videos) into shards.",
    footer = {
      "",
      "What prep.source holds, at any depth below it:",
      "  ferv39k  2_ClipsforFaceCrop/<Scene>/<Emotion>/<clip>/<frame>.jpg",
      "           4_setups/All_scenes/train_All.csv, test_All.csv: 'Scene/Emotion/clip Emotion'",
      "  dfew     clip_224x224/00001/<frame>.jpg and so on",
      "           EmoLabel_DataSplit/train(single-labeled)/set_1.csv .., test(single-labeled)/..:",
      "           'video_name,label'",
      "  list     <path of a clip>/<frame>.jpg or <path of a video>.mp4; prep.list names a file with",
      "           a clip in each line, such as 'path label', 'path label split', 'path frames label' or",
      "           CSV, or several by a pattern, such as 'set_{fold}/{split}.txt'; classes of your own:",
      "           prep.classes",
      "  unlabelled  <folders>/<frame>.jpg, <folders>/<video>.mp4: every folder with images and",
      "           every video (.mp4, .m4v, .mov, .avi, .webm, .mkv) is a clip, for 'predict'",
      "Frames are taken as face crops. Whole ones are cut to their faces where prep.boxes names a CSV",
      "file of them, with the columns clip, frame and x, y, w, h, or five landmarks."
    })
final class PrepCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Option(
      names = "--repair",
      arity = "0..1",
      paramLabel = "SHARD",
      parameterConsumer = ShardName.class,
      description =
          "Read all shards of a finished set and make those that are damaged or missing again from"
              + " the source; or make the one that is named, such as part-00012.")
  private String repair;

  @Option(
      names = "--verify",
      description =
          "Hold a finished set against its source by content: reads all of both, which takes as long"
              + " as making it.")
  private boolean verify;

  @Override
  public void run() {
    LogoConfig config = options.config();
    PrintWriter out = spec.commandLine().getOut();
    if (options.isDryRun()) {
      dryRun(config, out);
      return;
    }
    long start = System.nanoTime();
    try (JavaSparkContext spark = PrepSession.open(config.spark(), "logo prep")) {
      if (repair != null) {
        repair(new Repair(spark, config.prep()), config.prep().output(), out);
        return;
      }
      if (verify) {
        new Summary(out).print(new Preparation(spark, config.prep(), out::println).verify());
        out.println("verified: every shard is as it was written, and as the source makes it");
        return;
      }
      long begun = System.nanoTime();
      Preparation.Result result = new Preparation(spark, config.prep(), out::println).run();
      double seconds = (System.nanoTime() - begun) / 1e9;
      new Summary(out).print(result.manifest());
      if (result.outcome() == Preparation.Outcome.WRITTEN) {
        new Summary(out).printSpeed(result.manifest(), seconds);
      }
      new Summary(out).print(result, config.prep().output(), (System.nanoTime() - start) / 1e9);
      new Summary(out).printCounts(result.manifest());
    }
  }

  private void repair(Repair work, String output, PrintWriter out) {
    List<String> repaired = List.of(repair);
    if (repair.isEmpty()) {
      repaired = work.run();
    } else {
      work.run(repair);
    }
    out.println(
        repaired.isEmpty()
            ? "nothing to repair: every shard of " + output + " is as it was written"
            : "repaired " + String.join(", ", repaired) + " of " + output);
  }

  /** What follows the option, unless it is a key or another option. */
  static final class ShardName implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      boolean named =
          !words.isEmpty() && !words.peek().contains("=") && !words.peek().startsWith("-");
      option.setValue(named ? words.pop() : "");
    }
  }

  private static void dryRun(LogoConfig settings, PrintWriter out) {
    PrepConfig config = settings.prep();
    Configuration hadoop = SharedPaths.hadoop(settings);
    Storage storage = Storage.of(config);
    Optional<Listing> read =
        config.source().isBlank() ? Optional.empty() : Optional.of(Layouts.read(config, hadoop));
    out.println(
        Message.of(
            "prep: %s of %s to %s, %s, shards of %.0f MiB",
            config.layout(),
            config.source(),
            config.output(),
            storage.fingerprint(read.map(Listing::classes).orElse(ClassMap.EMOTIONS))
                + read.map(Listing::crops).orElse(FaceCrops.NONE).text(),
            storage.shardBytes() / 1048576.0));
    if (read.isEmpty()) {
      out.println("prep.source is not set: lists not checked");
      return;
    }
    Listing listing = read.get();
    new Summary(out).print(listing);
    out.println("the lists are in order");
  }
}

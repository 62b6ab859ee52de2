package org.logoformer.synth;

import java.io.PrintWriter;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SynthConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.Message;
import org.logoformer.prep.PrepSession;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code logo synth}. */
@Command(
    name = "synth",
    description = "Renders face-like clips in the folders and lists of FERV39K or DFEW.")
final class SynthCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions options;

  @Override
  public void run() {
    LogoConfig config = options.config();
    SynthConfig synth = config.synth();
    PrintWriter out = spec.commandLine().getOut();
    SynthSet set = set(config);
    long frames = set.clips().stream().mapToLong(SynthClip::frames).sum();
    String what =
        Message.of(
            "%d clips, %d frames of %dx%d px, %d identities, as %s",
            set.clips().size(),
            frames,
            synth.size(),
            synth.size(),
            synth.identities(),
            synth.layout());
    if (options.isDryRun()) {
      out.println("would render " + what + " to " + synth.output());
      return;
    }
    if (synth.output().isBlank()) {
      throw new ConfigException("synth.output is empty: set it to the folder to write");
    }
    long start = System.nanoTime();
    try (JavaSparkContext spark = PrepSession.open(config.spark(), "logo synth")) {
      new Rendering(spark, config).run(set);
    }
    out.println(
        Message.of(
            "rendered %s to %s in %.1f s",
            what, synth.output(), (System.nanoTime() - start) / 1e9));
  }

  private static SynthSet set(LogoConfig config) {
    SynthConfig synth = config.synth();
    if (!synth.list().isBlank()) {
      return ListedSet.of(synth, SharedPaths.hadoop(config));
    }
    return switch (synth.layout()) {
      case FERV39K -> Ferv39kSet.of(synth);
      case DFEW -> DfewSet.of(synth);
    };
  }
}

package org.logoformer.jobs.bench.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.Commands;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.Spelling;
import org.logoformer.jobs.bench.measure.TemporaryFolder;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.jobs.bench.measure.Turns;
import org.logoformer.jobs.bench.measure.Turns.Pass;
import org.logoformer.jobs.bench.step.EvaluationSpeed;
import org.logoformer.transform.Resize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench input}: the way of clips from their files into the network. */
@Command(
    name = "input",
    description = {
      "Measures preparing, reading and evaluating by one task, beside the decoder's bare loop over the"
          + " same frames, and what training on all cores waits for its clips.",
      "The clips are rendered, keyed, with FERV39K's lengths; prep.source takes a data set that lies on"
          + " this machine instead, and data.shards a shard set."
    },
    footer = {
      "",
      "Turns take what is compared one after the other; rates are medians, ratios medians over the turns,"
          + " of frames a second. decode, resize, read and check are loops over the JPEG files: the"
          + " decoder alone, decoding and resizing, reading alone, reading and decoding; of prep, what"
          + " two clips take is subtracted, which is what it takes to begin. Of a clip that is read"
          + " or evaluated, the network's frames count.",
      "wait is of mini-batches, as a share of steps: jobs are rounds that begin with nothing read, crew"
          + " are rounds of one job. read-ms is what a batch takes to read alone, on all cores; held-mib"
          + " are the clips that were in memory at once, at most.",
      "--block-seconds is for the evaluation alone."
    })
public final class InputBench implements Runnable {
  private static final Peer.Library PILLOW =
      new Peer.Library("Pillow", "pillow", InputBench.class, List.of("pillow_loop.py"), "--pillow");

  private static final String DECODE = "decode";

  /** With {@link #quick}. */
  private static final int FEW_CLIPS = 10;

  /** Turns of another build, at most: each starts four processes. */
  private static final int MOST_COLD = 2;

  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing = new TimingOptions(3);

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(
      names = "--clips",
      paramLabel = "N",
      description = "Clips to render, of 28 frames on average (default: ${DEFAULT-VALUE}).")
  private int clips = 173;

  @Option(
      names = "--size",
      defaultValue = "224",
      paramLabel = "PIXELS",
      description = "Height and width of what is rendered (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--presets",
      split = ",",
      converter = PresetBatch.Converter.class,
      paramLabel = "NAME:BATCH",
      description =
          "Presets whose training waits for clips, in batches of so many (default:"
              + " ${DEFAULT-VALUE}).")
  private List<PresetBatch> presets =
      List.of(
          new PresetBatch("tiny", 16),
          new PresetBatch("quickstart", 16),
          new PresetBatch("paper", 2));

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds of each kind that wait for clips (default: ${DEFAULT-VALUE}).")
  private int rounds = 2;

  @Option(
      names = "--evaluated",
      split = ",",
      paramLabel = "NAME",
      description = "Presets to evaluate (default: ${DEFAULT-VALUE}).")
  private List<String> evaluated = List.of("quickstart", "paper");

  @Option(
      names = "--pillow",
      paramLabel = "PYTHON",
      description = "Compare with a loop in this Python, which must have Pillow.")
  private String python;

  @Option(
      names = "--old",
      paramLabel = "FOLDER",
      description = {
        "Compare with prep of the build of this project in this folder: both builds prepare in processes"
            + " of their own that start cold, and what a set of two clips takes them is subtracted."
      })
  private Path old;

  @Option(
      names = "--quick",
      description =
          "Ten clips, one turn, one round of two steps of preset tiny: whether all of it works, no"
              + " figures.")
  private boolean quick;

  private final Commands commands;

  /** The command line's. */
  public InputBench() {
    this(Logo::run);
  }

  /** One that renders and prepares by other commands, for tests. */
  InputBench(Commands commands) {
    this.commands = commands;
  }

  /** What can be measured. */
  enum Part {
    PREP,
    READER,
    WAIT,
    EVALUATION;

    /** How it is written on the command line. */
    @Override
    public String toString() {
      return Spelling.of(this);
    }
  }

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    if (config.prep().storeSize().pixels() == 0) {
      throw new ConfigException(
          "prep.store-size = source leaves nothing to resize: name a size in pixels");
    }
    if (quick) {
      clips = FEW_CLIPS;
      rounds = 1;
      presets = List.of(new PresetBatch("tiny", 4));
      evaluated = List.of("tiny");
    }
    if (only.contains(Part.WAIT)) {
      presets.forEach(this::requireClips);
    }
    try (TemporaryFolder folder = new TemporaryFolder()) {
      Material material = new Material(commands, config, folder.path(), clips, size);
      if (only.contains(Part.PREP) || only.contains(Part.READER)) {
        rates(config, material, folder.path());
      }
      if (only.contains(Part.WAIT)) {
        waits(material);
      }
      if (only.contains(Part.EVALUATION)) {
        evaluated.forEach(this::evaluation);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Blocks blocks() {
    return quick ? Blocks.of(1, 0) : timing.blocks();
  }

  private LogoConfig preset(String name, String... settings) {
    return options.config(
        arguments -> {
          List<String> all = new ArrayList<>(Shorthand.expand(arguments));
          all.add("model.preset=" + name);
          all.addAll(List.of(settings));
          return all;
        });
  }

  private void rates(LogoConfig config, Material material, Path folder) throws IOException {
    FrameLoops loops = new FrameLoops(material.clips());
    int turns = blocks().count();
    new Console(options.out())
        .line(
            "bench input clips=%d frames=%d kb-a-frame=%.1f turns=%d",
            loops.clips(), loops.count(), loops.bytes() / 1000.0 / loops.count(), turns);
    PrepRates prep = new PrepRates(material, loops, folder);
    if (only.contains(Part.PREP) && old != null) {
      // First: the other build may refuse, and minutes would have been in vain.
      report(Turns.cold(Math.min(MOST_COLD, turns), prep.builds(config, old)));
    }
    Map<String, Supplier<Pass>> things = loops(loops, config.prep());
    List<ReaderRates> readers = new ArrayList<>();
    try {
      if (only.contains(Part.PREP)) {
        things.putAll(prep.forms());
      }
      if (only.contains(Part.READER)) {
        for (Map.Entry<String, String> set : material.sets().entrySet()) {
          ReaderRates reader = new ReaderRates(preset("paper"), set.getValue());
          readers.add(reader);
          things.put("reader-" + set.getKey(), reader::read);
        }
      }
      turns(config, loops, things, folder);
    } finally {
      for (ReaderRates reader : readers) {
        reader.close();
      }
    }
  }

  private static Map<String, Supplier<Pass>> loops(FrameLoops loops, PrepConfig prep) {
    Resize rule = prep.resize() == PrepConfig.Resize.PLAIN ? Resize.PLAIN : Resize.ANTIALIAS;
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put(DECODE, loops::decode);
    all.put("resize", () -> loops.resize(rule, prep.storeSize().pixels()));
    all.put("read", loops::read);
    all.put("check", loops::check);
    Map<String, Supplier<Pass>> things = new LinkedHashMap<>();
    all.forEach(
        (name, loop) -> things.put(name, () -> Pass.timed(loops.clips(), loops.count(), loop)));
    return things;
  }

  private void turns(
      LogoConfig config, FrameLoops loops, Map<String, Supplier<Pass>> things, Path folder)
      throws IOException {
    int turns = blocks().count();
    if (python == null) {
      report(Turns.of(turns, things));
      return;
    }
    try (Peer pillow = new Peer(python, PILLOW, folder)) {
      things.put("pillow", pillow(pillow, loops, config.prep(), folder));
      report(Turns.of(turns, things));
    }
  }

  private Supplier<Pass> pillow(Peer pillow, FrameLoops loops, PrepConfig prep, Path folder)
      throws IOException {
    Path list = folder.resolve("frames.txt");
    Files.write(list, loops.paths().stream().map(Path::toString).toList());
    new Console(options.out())
        .line("peer pillow=%s", pillow.ask(Peer.request("version")).get("pillow").asText());
    pillow.ask(Peer.request("load").put("list", list.toString()));
    return () ->
        new Pass(
            loops.clips(),
            loops.count(),
            pillow
                .ask(Peer.request("loop").put("size", prep.storeSize().pixels()))
                .get("seconds")
                .asDouble());
  }

  private void report(Turns turns) {
    Console console = new Console(options.out());
    for (String name : turns.passes().keySet()) {
      console.line("%-12s clips/s=%.1f frames/s=%.0f", name, turns.clips(name), turns.frames(name));
    }
    ratio(turns, "prep-raw", DECODE);
    ratio(turns, "prep-raw", "resize");
    ratio(turns, "prep-raw", "pillow");
    ratio(turns, "prep-jpeg", "check");
    ratio(turns, "prep-cold", "old");
    for (String format : List.of("raw", "jpeg")) {
      ratio(turns, "reader-" + format, DECODE);
      ratio(turns, "reader-" + format, "pillow");
    }
  }

  /** Of two things, if both took their turns. */
  private void ratio(Turns turns, String of, String to) {
    if (turns.has(of) && turns.has(to)) {
      ratio(of + "-to-" + to, turns.ratio(of, to), turns.frames(of), turns.frames(to));
    }
  }

  private void ratio(String name, double ratio, double ours, double peer) {
    new Console(options.out()).line("ratio %s %.2f ours=%.1f peer=%.1f", name, ratio, ours, peer);
  }

  private void waits(Material material) {
    for (PresetBatch preset : presets) {
      DataWait wait = new DataWait(waiting(preset), rounds, new Console(options.out()));
      material.sets().forEach(wait::measure);
    }
  }

  private LogoConfig waiting(PresetBatch preset) {
    List<String> settings = new ArrayList<>(List.of("train.batch=" + preset.batch()));
    if (quick) {
      settings.add("train.averaging-frequency=2");
    }
    return preset(preset.name(), settings.toArray(String[]::new));
  }

  /** Before minutes go into what comes first. */
  private void requireClips(PresetBatch preset) {
    LogoConfig config = waiting(preset);
    int round = config.train().batch() * config.train().averagingFrequency();
    boolean areRendered = config.data().shards().isBlank() && config.prep().source().isBlank();
    if (areRendered && round > clips) {
      throw new ConfigException(
          "A round of preset %s takes %d clips, and --clips is %d: give more, or another batch to --presets"
              .formatted(preset, round, clips));
    }
  }

  private void evaluation(String preset) {
    LogoConfig config = preset(preset, "train.threads=1");
    EvaluationSpeed speed = EvaluationSpeed.of(config, quick ? 1 : 2, blocks());
    new Console(options.out())
        .line(
            "evaluation preset=%s clips/s=%.2f frames/s=%.1f",
            preset, speed.evaluated(), speed.evaluated() * config.model().frames());
    ratio(
        "evaluation-" + preset, speed.evaluated() / speed.bare(), speed.evaluated(), speed.bare());
  }
}

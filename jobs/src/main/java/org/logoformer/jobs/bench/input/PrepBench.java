package org.logoformer.jobs.bench.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.jobs.bench.measure.Commands;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.jobs.bench.measure.TemporaryFolder;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.jobs.bench.measure.Turns;
import org.logoformer.jobs.submit.Home;
import org.logoformer.transform.Resize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench prep}: how fast frames become shards. */
@Command(
    name = "prep",
    description = {
      "Measures 'prep' of JPEG frames on one core, Spark's start aside, beside loops over the same files:"
          + " the decoder's own, decoding and resizing, reading alone, reading and checking.",
      "The frames are rendered, keyed, with FERV39K's lengths of clips; prep.source takes a data set that"
          + " lies on this machine instead."
    },
    footer = {
      "",
      "Turns take what is compared one after the other; rates are medians, ratios medians over the turns."
          + " --block-seconds is of no meaning here."
    })
public final class PrepBench implements Runnable {
  private static final Pattern FRAMES =
      Pattern.compile("clips=(\\d+) frames=(\\d+) seconds=([0-9.]+)");
  private static final Peer.Library PILLOW =
      new Peer.Library("Pillow", "pillow", PrepBench.class, List.of("pillow_loop.py"), "--pillow");

  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing;

  @Option(
      names = "--clips",
      defaultValue = "210",
      paramLabel = "N",
      description = "Clips to render, of 28 frames on average (default: ${DEFAULT-VALUE}).")
  private int clips;

  @Option(
      names = "--size",
      defaultValue = "224",
      paramLabel = "PIXELS",
      description = "Height and width of what is rendered (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--pillow",
      paramLabel = "PYTHON",
      description = "Compare with a loop in this Python, which must have Pillow.")
  private String python;

  @Option(
      names = "--old",
      paramLabel = "FOLDER",
      description = {
        "Compare with the build of this project in this folder: both builds prepare in processes of their"
            + " own that start cold, and what a set of two clips takes them is subtracted."
      })
  private Path old;

  @Option(
      names = "--videos",
      paramLabel = "FOLDER",
      description = "Measure the videos below this folder, too.")
  private Path videos;

  private int clipsMade;
  private Prepared videosMade;
  private final Commands commands;

  /** The command line's. */
  public PrepBench() {
    this(Logo::run);
  }

  /** One that renders and prepares by other commands, for tests. */
  PrepBench(Commands commands) {
    this.commands = commands;
  }

  @Override
  public void run() {
    LogoConfig config = options.config();
    if (config.prep().storeSize().pixels() == 0) {
      throw new ConfigException(
          "prep.store-size = source leaves nothing to resize: name a size in pixels");
    }
    try (TemporaryFolder folder = new TemporaryFolder()) {
      Path source = source(config, folder.path());
      FrameLoops loops = new FrameLoops(source);
      Map<String, DoubleSupplier> things = loops(loops, config.prep());
      things.put("raw", () -> prepared(config, source, loops.count(), folder.path(), "raw"));
      things.put("jpeg", () -> prepared(config, source, loops.count(), folder.path(), "jpeg"));
      if (videos != null) {
        things.put("video", () -> preparedVideos(config, folder.path()));
      }
      if (old != null) {
        builds(config, source, folder.path(), things);
      }
      if (python == null) {
        report(loops, Turns.of(timing.blocks().count(), things));
        return;
      }
      try (Peer pillow = new Peer(python, PILLOW, folder.path())) {
        things.put("pillow", pillow(pillow, loops, config.prep(), folder.path()));
        report(loops, Turns.of(timing.blocks().count(), things));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path source(LogoConfig config, Path folder) {
    return config.prep().source().isBlank()
        ? new RenderedClips(commands, config, folder).render(clips, size)
        : Path.of(config.prep().source());
  }

  private static Map<String, DoubleSupplier> loops(FrameLoops loops, PrepConfig prep) {
    Resize rule = prep.resize() == PrepConfig.Resize.PLAIN ? Resize.PLAIN : Resize.ANTIALIAS;
    Map<String, DoubleSupplier> things = new LinkedHashMap<>();
    things.put("decode", Turns.timed(loops::decode));
    things.put("resize", Turns.timed(() -> loops.resize(rule, prep.storeSize().pixels())));
    things.put("read", Turns.timed(loops::read));
    things.put("check", Turns.timed(loops::check));
    return things;
  }

  private DoubleSupplier pillow(Peer pillow, FrameLoops loops, PrepConfig prep, Path folder)
      throws IOException {
    Path list = folder.resolve("frames.txt");
    Files.write(list, loops.paths().stream().map(Path::toString).toList());
    new Console(options.out())
        .line("peer pillow=%s", pillow.ask(Peer.request("version")).get("pillow").asText());
    pillow.ask(Peer.request("load").put("list", list.toString()));
    return () ->
        pillow
            .ask(Peer.request("loop").put("size", prep.storeSize().pixels()))
            .get("seconds")
            .asDouble();
  }

  /** This build and the other, both cold. */
  private void builds(
      LogoConfig config, Path source, Path folder, Map<String, DoubleSupplier> things)
      throws IOException {
    BuildPrep other = new BuildPrep(old, folder);
    BuildPrep own = new BuildPrep(Home.ofProcess().root(), folder);
    Path nothing =
        new RenderedClips(commands, config, Files.createDirectories(folder.resolve("two")))
            .render(2, size);
    String format = "prep.format=raw";
    List<String> full = new ArrayList<>(config.arguments());
    full.addAll(List.of("prep.source=" + source, format));
    int store = config.prep().storeSize().pixels();
    List<String> two =
        List.of(
            "prep.layout=ferv39k", "prep.source=" + nothing, format, "prep.store-size=" + store);
    things.put("cold", () -> own.seconds(full, two));
    things.put("old", () -> other.seconds(full, two));
  }

  /** Seconds that preparing so many frames takes without Spark's start. */
  private double prepared(LogoConfig config, Path source, int frames, Path folder, String format) {
    Prepared made = prepared(config, folder, "prep.source=" + source, "prep.format=" + format);
    if (made.frames != frames) {
      throw new DataException(
          Message.of(
              "prep took %d frames of %s, and %d .jpg lie below it, which the loops take: no rates of the two can be compared; let prep.source hold the clips of its lists, whole, and no others",
              made.frames, source, frames));
    }
    clipsMade = made.clips;
    return made.seconds;
  }

  private double preparedVideos(LogoConfig config, Path folder) {
    videosMade =
        prepared(
            config, folder, "prep.source=" + videos, "prep.layout=unlabelled", "prep.format=raw");
    return videosMade.seconds;
  }

  private record Prepared(int clips, int frames, double seconds) {}

  private Prepared prepared(LogoConfig config, Path folder, String... settings) {
    Path output = folder.resolve("shards");
    try {
      String said = new RenderedClips(commands, config, folder).prepare(output, settings);
      Matcher told = FRAMES.matcher(said);
      if (!told.find()) {
        throw new IllegalStateException("prep does not tell its seconds: " + said);
      }
      return new Prepared(
          Integer.parseInt(told.group(1)),
          Integer.parseInt(told.group(2)),
          Double.parseDouble(told.group(3)));
    } finally {
      FileUtils.deleteQuietly(output.toFile());
    }
  }

  private void report(FrameLoops loops, Turns turns) {
    Console console = new Console(options.out());
    int frames = loops.count();
    console.line(
        "bench prep frames=%d kb-a-frame=%.1f turns=%d",
        frames, loops.bytes() / 1000.0 / frames, timing.blocks().count());
    for (String name : turns.seconds().keySet()) {
      int of = name.equals("video") ? videosMade.frames : frames;
      console.line("%-7s frames/s=%.0f", name, turns.rate(name, of));
    }
    console.line(
        "prep clips raw clips/s=%.1f jpeg clips/s=%.1f%s",
        turns.rate("raw", clipsMade),
        turns.rate("jpeg", clipsMade),
        turns.has("video")
            ? Message.of(" video clips/s=%.1f", turns.rate("video", videosMade.clips))
            : "");
    ratio(console, turns, frames, "raw", "decode");
    ratio(console, turns, frames, "raw", "resize");
    ratio(console, turns, frames, "jpeg", "check");
    if (turns.has("pillow")) {
      ratio(console, turns, frames, "raw", "pillow");
    }
    if (turns.has("old")) {
      ratio(console, turns, frames, "cold", "old");
    }
  }

  private static void ratio(Console console, Turns turns, int frames, String of, String to) {
    console.line(
        "prep %s frames/s=%.0f %s=%.0f ratio=%.2f",
        of, turns.rate(of, frames), to, turns.rate(to, frames), turns.ratio(of, to));
  }
}

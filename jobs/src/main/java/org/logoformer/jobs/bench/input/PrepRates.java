package org.logoformer.jobs.bench.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.jobs.bench.measure.Turns.Pass;
import org.logoformer.jobs.submit.Home;

/**
 * {@code prep} of the same clips in each form, on one core, without what it takes to begin.
 *
 * <p>Every preparation runs three Spark jobs and commits, however few the clips are. Of the seconds
 * that the clips of a measurement take, that is up to a tenth; of the hour that a data set takes,
 * nothing. So what two clips take is subtracted, time and frames: the rate is that of the further
 * clips. The loops that it is compared with have nothing of the kind to begin with.
 */
final class PrepRates {
  private static final Pattern FRAMES =
      Pattern.compile("clips=(\\d+) frames=(\\d+) seconds=([0-9.]+)");

  private static final String RAW = "prep.format=raw";

  private final Material material;
  private final FrameLoops loops;
  private final Path folder;

  /**
   * @param loops over the frames of the clips
   * @param folder for the sets, exists
   */
  PrepRates(Material material, FrameLoops loops, Path folder) {
    this.material = material;
    this.loops = loops;
    this.folder = folder;
  }

  /** Frames to raw and to JPEG shards, and videos to raw ones. */
  Map<String, Supplier<Pass>> forms() {
    Map<String, Supplier<Pass>> forms = new LinkedHashMap<>();
    forms.put("prep-raw", () -> images(RAW));
    forms.put("prep-jpeg", () -> images("prep.format=jpeg"));
    forms.put("prep-video", this::videos);
    return forms;
  }

  /** This build and the one in a folder, both cold. */
  Map<String, Supplier<Pass>> builds(LogoConfig config, Path old) {
    BuildPrep other = new BuildPrep(old, folder);
    BuildPrep own = new BuildPrep(Home.ofProcess().root(), folder);
    Map<String, Supplier<Pass>> builds = new LinkedHashMap<>();
    builds.put("prep-cold", () -> cold(own, config));
    builds.put("old", () -> cold(other, config));
    return builds;
  }

  private Pass cold(BuildPrep build, LogoConfig config) {
    // Another build may not know what else is set, such as the network.
    List<String> all =
        config.arguments().stream()
            .filter(argument -> argument.startsWith("prep."))
            .collect(Collectors.toCollection(ArrayList::new));
    all.addAll(List.of("prep.source=" + material.clips(), RAW));
    List<String> two = new ArrayList<>(material.ofTwo());
    two.addAll(List.of("prep.source=" + material.two(), RAW));
    return new Pass(loops.clips(), loops.count(), build.seconds(all))
        .beyond(new Pass(Material.TWO, material.framesOfTwo(), build.seconds(two)));
  }

  private Pass images(String format) {
    Pass made =
        prepared(output -> material.prepare(output, "prep.source=" + material.clips(), format));
    if (made.frames() != loops.count()) {
      throw new DataException(
          Message.of(
              "prep took %d frames of %s, and %d .jpg lie below it, which the loops take: no rates of the two can be compared; let prep.source hold the clips of its lists, whole, and no others",
              made.frames(), material.clips(), loops.count()));
    }
    return made.beyond(
        prepared(output -> material.prepareTwo(output, "prep.source=" + material.two(), format)));
  }

  private Pass videos() {
    String layout = "prep.layout=unlabelled";
    Pass made =
        prepared(
            output -> material.prepare(output, "prep.source=" + material.videos(), layout, RAW));
    return made.beyond(
        prepared(
            output ->
                material.prepareTwo(output, "prep.source=" + material.twoVideos(), layout, RAW)));
  }

  /**
   * Prepares a set, and deletes it.
   *
   * @param command makes the set in a folder and returns what it says
   */
  private Pass prepared(Function<Path, String> command) {
    Path output = folder.resolve("prepared");
    try {
      String said = command.apply(output);
      Matcher told = FRAMES.matcher(said);
      if (!told.find()) {
        throw new IllegalStateException("prep does not tell its seconds: " + said);
      }
      return new Pass(
          Integer.parseInt(told.group(1)),
          Integer.parseInt(told.group(2)),
          Double.parseDouble(told.group(3)));
    } finally {
      FileUtils.deleteQuietly(output.toFile());
    }
  }
}

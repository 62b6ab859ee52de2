package org.logoformer.jobs.bench.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.jobs.bench.measure.Turns.Pass;
import org.logoformer.jobs.submit.Home;

/** {@code prep} of the same clips in each form, on one core, without Spark's start. */
final class PrepRates {
  private static final Pattern FRAMES =
      Pattern.compile("clips=(\\d+) frames=(\\d+) seconds=([0-9.]+)");

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
    forms.put("prep-raw", () -> images("raw"));
    forms.put("prep-jpeg", () -> images("jpeg"));
    forms.put("prep-video", this::videos);
    return forms;
  }

  /** This build and the one in a folder, both cold. */
  Map<String, Supplier<Pass>> builds(LogoConfig config, Path old) {
    BuildPrep other = new BuildPrep(old, folder);
    BuildPrep own = new BuildPrep(Home.ofProcess().root(), folder);
    String format = "prep.format=raw";
    List<String> full = new ArrayList<>(config.arguments());
    full.addAll(List.of("prep.source=" + material.clips(), format));
    int store = config.prep().storeSize().pixels();
    List<String> two =
        List.of(
            "prep.layout=ferv39k",
            "prep.source=" + material.two(),
            format,
            "prep.store-size=" + store);
    Map<String, Supplier<Pass>> builds = new LinkedHashMap<>();
    builds.put("prep-cold", () -> pass(own.seconds(full, two)));
    builds.put("old", () -> pass(other.seconds(full, two)));
    return builds;
  }

  private Pass pass(double seconds) {
    return new Pass(loops.clips(), loops.count(), seconds);
  }

  private Pass images(String format) {
    Pass made = prepared("prep.source=" + material.clips(), "prep.format=" + format);
    if (made.frames() != loops.count()) {
      throw new DataException(
          Message.of(
              "prep took %d frames of %s, and %d .jpg lie below it, which the loops take: no rates of the two can be compared; let prep.source hold the clips of its lists, whole, and no others",
              made.frames(), material.clips(), loops.count()));
    }
    return made;
  }

  private Pass videos() {
    return prepared(
        "prep.source=" + material.videos(), "prep.layout=unlabelled", "prep.format=raw");
  }

  private Pass prepared(String... settings) {
    Path output = folder.resolve("prepared");
    try {
      String said = material.prepare(output, settings);
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

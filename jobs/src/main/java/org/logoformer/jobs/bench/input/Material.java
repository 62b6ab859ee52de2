package org.logoformer.jobs.bench.input;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Commands;
import org.logoformer.jobs.bench.measure.Spelling;

/**
 * What is measured with: clips in FERV39K's layout and with its lengths, the same as videos, and
 * shards of them. Each is made when it is first asked for; {@code prep.source} and {@code
 * data.shards} take what is there instead.
 */
final class Material {
  /** Clips that tell what it takes to begin. */
  static final int TWO = 2;

  private static final List<String> FORMATS = List.of("raw", "jpeg");

  private final Commands commands;
  private final LogoConfig config;
  private final Path folder;
  private final int count;
  private final int size;
  private final Map<String, String> sets = new LinkedHashMap<>();
  private final Map<String, Path> rendered = new HashMap<>();
  private final Map<Path, Path> videos = new HashMap<>();

  /**
   * @param config whose settings hold where no other is named
   * @param folder for the files, exists
   * @param count of clips to render, a fifth of them for testing
   * @param size of them, pixels
   */
  Material(Commands commands, LogoConfig config, Path folder, int count, int size) {
    this.commands = commands;
    this.config = config;
    this.folder = folder;
    this.count = count;
    this.size = size;
  }

  /** Where the folders of frames are. */
  Path clips() {
    String source = config.prep().source();
    return source.isBlank() ? rendered("clips", count) : Path.of(source);
  }

  /** Where two clips are. */
  Path two() {
    return rendered("two", TWO);
  }

  int framesOfTwo() {
    return frames(two()).size();
  }

  /** Where a video of each of the clips is. */
  Path videos() {
    return videos.computeIfAbsent(clips(), this::encoded);
  }

  /** Where the two clips are as videos. */
  Path twoVideos() {
    return videos.computeIfAbsent(two(), this::encoded);
  }

  private Path encoded(Path source) {
    try {
      Path made = Files.createDirectories(folder.resolve("videos-" + videos.size()));
      VideoWriter.encodeEach(frames(source), made);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> frames(Path source) {
    try {
      return FrameLoops.files(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folders of the shard sets, by what is in them. */
  Map<String, String> sets() {
    if (!config.data().shards().isBlank()) {
      return Map.of("given", config.data().shards());
    }
    for (String format : sets.isEmpty() ? FORMATS : List.<String>of()) {
      Path output = folder.resolve(format);
      String unused = prepare(output, "prep.source=" + clips(), "prep.format=" + format);
      sets.put(format, output.toUri().toString());
    }
    return sets;
  }

  /**
   * Makes a set on one core.
   *
   * @param settings of the source and what becomes of it
   * @return what the command says
   */
  String prepare(Path output, String... settings) {
    return prepare(config.arguments(), output, settings);
  }

  /** As {@link #prepare(Path, String...)}, of two clips. */
  String prepareTwo(Path output, String... settings) {
    return prepare(ofTwo(), output, settings);
  }

  /** Settings for the two clips: of the configured ones those that are not of a source. */
  List<String> ofTwo() {
    return List.of(
        "prep.layout=ferv39k",
        "prep.store-size=" + config.prep().storeSize().pixels(),
        "prep.resize=" + Spelling.of(config.prep().resize()));
  }

  private String prepare(List<String> first, Path output, String... settings) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(settings));
    all.addAll(List.of("prep.output=" + output, "spark.master=local[1]"));
    return run("prep", all);
  }

  private Path rendered(String name, int clipCount) {
    return rendered.computeIfAbsent(name, n -> render(n, clipCount));
  }

  private Path render(String name, int clipCount) {
    Path source = folder.resolve(name);
    int tests = Math.max(1, clipCount / 5);
    List<String> settings = new ArrayList<>(config.arguments());
    settings.addAll(
        List.of(
            "synth.layout=ferv39k",
            "synth.output=" + source,
            "synth.size=" + size,
            "synth.train-clips=" + (clipCount - tests),
            "synth.test-clips=" + tests,
            "spark.master=local[*]"));
    String unused = run("synth", settings);
    return source;
  }

  private String run(String command, List<String> settings) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(settings);
    StringWriter said = new StringWriter();
    commands.require(new PrintWriter(said, true), line);
    return said.toString();
  }
}

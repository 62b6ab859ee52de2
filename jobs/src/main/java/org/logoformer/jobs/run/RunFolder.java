package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.RunConfig;
import org.logoformer.provenance.Provenance;
import org.logoformer.storage.AtomicFile;

/**
 * The files of a run. An evaluation of the run with other settings has a folder of the same layout.
 *
 * @param folder of the run, {@code <run.dir>/<run.name>}
 */
public record RunFolder(Path folder) {
  /** What tells {@link #recount} apart from the run's own test. */
  public static final String COUNTS = "counts";

  private static final String SEED = "seed-";

  /** The folder of a run below {@code run.dir}. */
  public static RunFolder of(RunConfig run) {
    return new RunFolder(new Path(run.dir(), run.name()));
  }

  /** Resolved configuration in HOCON. */
  public Path config() {
    return new Path(folder, "config.conf");
  }

  /** Versions, settings and machines that the run was made with, {@link Provenance}. */
  public Path provenance() {
    return new Path(folder, "provenance.json");
  }

  /** Metrics of the folds and their means, {@link RunMetrics}. */
  public Path metrics() {
    return new Path(folder, "metrics.json");
  }

  /** The page that {@code logo report} writes. */
  public Path report() {
    return new Path(folder, "report.html");
  }

  /** The outcomes of a sweep's trials, as JSON. */
  public Path sweep() {
    return new Path(folder, "sweep.json");
  }

  /** The outcomes of a sweep's trials, as CSV. */
  public Path sweepTable() {
    return new Path(folder, "sweep.csv");
  }

  /** The page about a sweep. */
  public Path sweepPage() {
    return new Path(folder, "sweep.html");
  }

  /** Resolved configuration of a sweep, HOCON; that of a run is {@link #config}. */
  public Path sweepConfig() {
    return new Path(folder, "sweep.conf");
  }

  /** The results of the runs of several seeds, {@link SeedMetrics}. */
  public Path seeds() {
    return new Path(folder, "seeds.json");
  }

  /** The run of a seed below the folder of several. */
  public RunFolder seed(long seed) {
    return new RunFolder(new Path(folder, SEED + seed));
  }

  /** What was decided and found in a sweep, a JSON object per line. */
  public Path sweepJournal() {
    return new Path(folder, "sweep.jsonl");
  }

  /**
   * The folder of an evaluation with other clips, frames or weights than the run's own test.
   *
   * @param name of the evaluation, a folder name
   */
  public RunFolder evaluation(String name) {
    return new RunFolder(new Path(evaluations(), name));
  }

  /** The evaluation of the run's own checkpoints that counted otherwise than their own test. */
  public RunFolder recount() {
    return evaluation("recount");
  }

  /**
   * A file that an evaluation of a fold's own checkpoint wrote: to the fold's folder or, where it
   * counted otherwise than the fold's own test, to that of {@link #recount}; empty if there is
   * none.
   *
   * @param file which of the files
   */
  public Optional<Path> evaluated(
      FileSystem files, FoldFolder fold, Function<FoldFolder, Path> file) throws IOException {
    Path own = file.apply(fold);
    if (files.exists(own)) {
      return Optional.of(own);
    }
    FoldFolder again = recount().fold(fold.number());
    Path other = file.apply(again);
    return files.exists(other) && isRecount(files) && areOfOneCheckpoint(files, fold, again)
        ? Optional.of(other)
        : Optional.empty();
  }

  /** Its name is free for other evaluations, too. */
  private boolean isRecount(FileSystem files) throws IOException {
    return RunMetrics.read(files, recount().metrics())
        .filter(means -> means.settings().keySet().equals(Set.of(COUNTS)))
        .isPresent();
  }

  /** The training may have gone on since. */
  private static boolean areOfOneCheckpoint(FileSystem files, FoldFolder one, FoldFolder other)
      throws IOException {
    Optional<FoldMetrics> first = FoldMetrics.read(files, one.metrics());
    Optional<FoldMetrics> second = FoldMetrics.read(files, other.metrics());
    return first.isPresent()
        && second.isPresent()
        && first.get().weights().isPresent()
        && first.get().weights().equals(second.get().weights());
  }

  /** The folder of all such evaluations. */
  public Path evaluations() {
    return new Path(folder, "evaluations");
  }

  /** The folder of the networks of an ensemble's evaluation, each laid out as one of a run. */
  public Path models() {
    return new Path(folder, "models");
  }

  /** The folder of a fold. */
  public FoldFolder fold(int fold) {
    return new FoldFolder(new Path(folder, FoldFolder.PREFIX + fold));
  }

  /** The folds that have a folder, by number; none if the run folder does not exist. */
  public List<FoldFolder> folds(FileSystem files) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder))
          .filter(FileStatus::isDirectory)
          .map(status -> new FoldFolder(status.getPath()))
          .filter(FoldFolder::isOfAFold)
          .sorted(Comparator.comparing(FoldFolder::name, NaturalOrder.INSTANCE))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Reads {@code config.conf}; empty if it does not exist. */
  public Optional<String> readConfig(FileSystem files) throws IOException {
    return text(files, config());
  }

  /** Writes {@code config.conf}, without secrets. */
  public void writeConfig(Configuration hadoop, LogoConfig config) {
    write(hadoop, config(), config.redacted().render());
  }

  /**
   * Why a trial of a sweep diverged, by the file that earlier versions wrote: nothing writes it any
   * more, for the sweep's journal says it. Empty if there is no such file.
   */
  public Optional<String> readDiverged(FileSystem files) throws IOException {
    Path file = new Path(folder, "diverged.json");
    Optional<String> text = text(files, file);
    return text.isEmpty()
        ? text
        : Optional.of(
            new ObjectMapper().readTree(text.get()).path("message").asText(file.getName()));
  }

  /** Reads {@code provenance.json}; empty if it does not exist yet. */
  public Optional<Provenance> readProvenance(FileSystem files) throws IOException {
    return text(files, provenance()).map(t -> Provenance.parse(t, provenance().toString()));
  }

  /** Writes {@code provenance.json}. */
  public void writeProvenance(Configuration hadoop, Provenance value) {
    write(hadoop, provenance(), value.render() + "\n");
  }

  /** Reads a text file; empty if it does not exist. */
  public static Optional<String> text(FileSystem files, Path file) throws IOException {
    try {
      return Optional.of(new String(AtomicFile.read(files, file), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Writes a text file; readers see all of it or nothing. */
  public static void write(Configuration hadoop, Path file, String text) {
    AtomicFile.write(hadoop, file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}

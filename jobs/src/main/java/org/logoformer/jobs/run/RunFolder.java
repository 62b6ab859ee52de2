package org.logoformer.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
 * The files of a run, or of one of its evaluations under other settings, which lie in the same way.
 *
 * @param folder of the run, {@code <run.dir>/<run.name>}
 */
public record RunFolder(Path folder) {
  private static final String SEED = "seed-";

  /** The folder below {@code run.dir}. */
  public static RunFolder of(RunConfig run) {
    return new RunFolder(new Path(run.dir(), run.name()));
  }

  /** Resolved configuration, HOCON. */
  public Path config() {
    return new Path(folder, "config.conf");
  }

  /** What the run was made with, JSON. */
  public Path provenance() {
    return new Path(folder, "provenance.json");
  }

  /** Means over the folds, {@link RunMetrics}. */
  public Path metrics() {
    return new Path(folder, "metrics.json");
  }

  /** The page that {@code logo report} writes. */
  public Path report() {
    return new Path(folder, "report.html");
  }

  /** The outcomes of a sweep's trials, JSON. */
  public Path sweep() {
    return new Path(folder, "sweep.json");
  }

  /** The same as a table, CSV. */
  public Path sweepTable() {
    return new Path(folder, "sweep.csv");
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

  /** Why a training ended for good, JSON; there only if it diverged. */
  public Path diverged() {
    return new Path(folder, "diverged.json");
  }

  /**
   * Where an evaluation lies that is not the run's own: other clips, other frames, other weights.
   *
   * @param name of the evaluation, a folder name
   */
  public RunFolder evaluation(String name) {
    return new RunFolder(new Path(evaluations(), name));
  }

  /** The folder of such evaluations. */
  public Path evaluations() {
    return new Path(folder, "evaluations");
  }

  /** Folder of a fold. */
  public FoldFolder fold(int fold) {
    return new FoldFolder(new Path(folder, FoldFolder.PREFIX + fold));
  }

  /** The folds that are there, by number; none if the run folder is not there. */
  public List<FoldFolder> folds(FileSystem files) throws IOException {
    List<FoldFolder> folds = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        FoldFolder fold = new FoldFolder(status.getPath());
        if (status.isDirectory() && fold.isOfAFold()) {
          folds.add(fold);
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    folds.sort(Comparator.comparing(FoldFolder::name, NaturalOrder.INSTANCE));
    return folds;
  }

  /** What {@code config.conf} holds; empty if it is not there. */
  public Optional<String> readConfig(FileSystem files) throws IOException {
    return text(files, config());
  }

  /** Writes {@code config.conf}, without secrets. */
  public void writeConfig(Configuration hadoop, LogoConfig config) {
    write(hadoop, config(), config.redacted().render());
  }

  /** What {@code provenance.json} says; empty if it is not there yet. */
  public Optional<Provenance> readProvenance(FileSystem files) throws IOException {
    return text(files, provenance()).map(t -> Provenance.parse(t, provenance().toString()));
  }

  /** Writes {@code provenance.json}. */
  public void writeProvenance(Configuration hadoop, Provenance value) {
    write(hadoop, provenance(), value.render() + "\n");
  }

  /** The text of a file; empty if it is not there. */
  public static Optional<String> text(FileSystem files, Path file) throws IOException {
    try {
      return Optional.of(new String(AtomicFile.read(files, file), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Writes a text as a whole. */
  public static void write(Configuration hadoop, Path file, String text) {
    AtomicFile.write(hadoop, file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}

package org.logoformer.jobs.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo inspect checkpoint}. */
@Command(
    name = "checkpoint",
    description = "Lists the committed checkpoints of a fold and shows the newest.")
final class InspectCheckpoint implements Runnable {
  @Parameters(paramLabel = "FOLDER", description = "Folder of the fold, such as runs/run/fold-0.")
  private String folder;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Configuration hadoop = new Configuration();
    Path path = SharedPaths.input(folder, hadoop);
    try {
      CheckpointStore store = new CheckpointStore(path.getFileSystem(hadoop), path, Retention.ALL);
      for (CheckpointId id : store.committed()) {
        out.println(store.path(id));
      }
      Checkpoint newest =
          store
              .newest()
              .orElseThrow(
                  () ->
                      new DataException(
                          "No committed checkpoint in " + path + ": give the folder of a fold"));
      out.println();
      print(newest, out);
    } catch (IOException e) {
      throw new ClusterException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void print(Checkpoint checkpoint, PrintWriter out) {
    out.println(checkpoint.id());
    checkpoint.score().ifPresent(s -> out.printf(Locale.ROOT, "score %.4f%n", s));
    out.println("state " + checkpoint.state());
    out.println();
    TensorTable.print(checkpoint.params(), out);
    out.printf(
        Locale.ROOT,
        "momentum: %d tensors, outer optimiser: %d tensors%n",
        checkpoint.momentum().size(),
        checkpoint.outer().size());
  }
}

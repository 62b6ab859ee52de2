package org.logoformer.jobs.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Does something bad in executors in front of a certain step, a limited number of times over all
 * processes and attempts.
 *
 * @param folder where the times are counted, as files; empty at first
 * @param step optimiser steps since the start of training
 * @param times at most
 */
record Sabotage(String folder, long step, int times, Deed deed) implements TrainingHook {
  /** Something bad. */
  interface Deed extends java.io.Serializable {
    /** Does it; {@code folder} is that of the sabotage. */
    void run(Path folder, ComputationGraph graph) throws Exception;
  }

  /** SIGKILL for the process it runs in. */
  static final Deed KILL =
      (folder, graph) -> {
        String pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-9", pid).start().waitFor();
        Thread.sleep(60_000);
      };

  @Override
  public void preUpdate(MultiDataSet batch, Model model) {
    ComputationGraph graph = (ComputationGraph) model;
    if (graph.getConfiguration().getIterationCount() == step && claimed()) {
      try {
        deed.run(Path.of(folder), graph);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private boolean claimed() {
    for (int i = 0; i < times; i++) {
      try {
        Files.createFile(Path.of(folder, "time-" + i));
        return true;
      } catch (FileAlreadyExistsException e) {
        // Done before; the next one.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  @Override
  public void postUpdate(MultiDataSet batch, Model model) {}

  @Override
  public void preUpdate(DataSet batch, Model model) {}

  @Override
  public void postUpdate(DataSet batch, Model model) {}
}

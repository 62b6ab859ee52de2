package org.logoformer.train;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Examples, losses and time of a worker in one round. */
final class Tally {
  private final int worker;
  private long examples;
  private double lossSum;
  private long waitNanos;
  private long computeNanos;
  private Failure failure;

  Tally(int worker) {
    this.worker = worker;
  }

  <T> T waiting(Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    waitNanos += System.nanoTime() - start;
    return result;
  }

  double computing(DoubleSupplier work) {
    long start = System.nanoTime();
    double result = work.getAsDouble();
    computeNanos += System.nanoTime() - start;
    return result;
  }

  void add(long count, double meanLoss) {
    examples += count;
    lossSum += count * meanLoss;
  }

  void fail(Failure why) {
    failure = why;
  }

  boolean failed() {
    return failure != null;
  }

  int worker() {
    return worker;
  }

  WorkerReport report() {
    return new WorkerReport(worker, examples, lossSum, waitNanos, computeNanos, "", 0, failure);
  }
}

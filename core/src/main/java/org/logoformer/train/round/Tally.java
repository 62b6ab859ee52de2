package org.logoformer.train.round;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Examples, losses and time of a worker in one round. */
final class Tally {
  private final int worker;
  private long examples;
  private double lossSum;
  private WorkerTimes times = WorkerTimes.ZERO;
  private Failure failure;

  Tally(int worker) {
    this.worker = worker;
  }

  void receiving(Runnable work) {
    long start = System.nanoTime();
    work.run();
    times = times.plus(new WorkerTimes(System.nanoTime() - start, 0, 0, 0));
  }

  <T> T waiting(Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    times = times.plus(new WorkerTimes(0, System.nanoTime() - start, 0, 0));
    return result;
  }

  double computing(DoubleSupplier work) {
    long start = System.nanoTime();
    double result = work.getAsDouble();
    times = times.plus(new WorkerTimes(0, 0, System.nanoTime() - start, 0));
    return result;
  }

  <T> T sending(Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    times = times.plus(new WorkerTimes(0, 0, 0, System.nanoTime() - start));
    return result;
  }

  void add(long count, double meanLoss) {
    examples += count;
    lossSum += count * meanLoss;
  }

  void fail(Failure why) {
    failure = why;
  }

  /** What was done so far does not count. */
  void late(Failure why) {
    failure = why;
    examples = 0;
    lossSum = 0;
  }

  long busyNanos() {
    return times.busyNanos();
  }

  boolean failed() {
    return failure != null;
  }

  int worker() {
    return worker;
  }

  WorkerReport report() {
    return new WorkerReport(worker, examples, lossSum, times, "", 0, List.of(), failure);
  }
}

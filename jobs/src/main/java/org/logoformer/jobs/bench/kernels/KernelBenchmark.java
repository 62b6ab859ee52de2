package org.logoformer.jobs.bench.kernels;

import java.util.concurrent.TimeUnit;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One operation of one implementation, on the thread that measures it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class KernelBenchmark {
  /** The implementation. */
  @Param({"onednn", "nd4j"})
  public String kernels;

  /** OpenMP threads of the operation. */
  @Param("1")
  public int threads;

  /** One of {@link Operations#names}; JMH wants a default. */
  @Param("Elementwise.add")
  public String operation;

  private Kernels made;
  private Op op;

  /** Makes the operation and its tensors. */
  @Setup(Level.Trial)
  public void setUp() {
    made = KernelsFactory.make(kernels, Precision.F32, threads);
    op = Operations.make(operation, made);
  }

  /** Frees them. */
  @TearDown(Level.Trial)
  public void tearDown() {
    made.close();
  }

  /** What is measured. */
  @Benchmark
  public void run() {
    op.run();
  }
}

package org.logoformer.jobs.bench.kernels;

import java.util.concurrent.TimeUnit;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.Kernels;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Kernels of the benchmark's own thread, and tensors for them. Benchmarks extend it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public abstract class Kit {
  /** Frames of the one clip. */
  static final int FRAMES = 16;

  /** d of preset paper. */
  static final int DIM = 256;

  /** Tokens of a clip, CLS included. */
  static final int TOKENS = FRAMES * 49 + 1;

  /** The implementation. */
  @Param({"onednn", "nd4j"})
  public String kernels;

  /** OpenMP threads of each operation. */
  @Param("1")
  public int threads;

  private Kernels made;
  private Keyed keyed;

  /** Binds the operations. */
  @Setup(Level.Trial)
  public final void setUp() {
    made = KernelsFactory.make(kernels, Precision.F32, threads);
    keyed = Keyed.of(1, "kernels");
    bind(made);
  }

  /** Frees them. */
  @TearDown(Level.Trial)
  public final void tearDown() {
    made.close();
  }

  /** Makes the operations that are measured. */
  abstract void bind(Kernels on);

  /** Values between -1 and 1. */
  final Tensor random(long... shape) {
    Tensor tensor = made.arena().allocate(shape);
    float[] values = new float[Math.toIntExact(tensor.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) keyed.nextDouble(-1, 1);
    }
    NdArrays.of(tensor).assign(Nd4j.createFromArray(values).reshape(shape));
    return tensor;
  }
}

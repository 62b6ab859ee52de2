package org.logoformer.kernels.onednn;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;

/** A lane for each of the first members of a team; together they have all of its threads. */
final class TeamLanes implements Lanes {
  private final Team team;
  private final int threads;
  private final AtomicReferenceArray<OneDnnKernels> kernels;

  /**
   * @param count divisor of the team's size
   */
  TeamLanes(Engine engine, int count) {
    this.team = engine.team();
    this.threads = team.size() / count;
    this.kernels = new AtomicReferenceArray<>(count);
    run(lane -> kernels.set(lane, new OneDnnKernels(threads, engine.precision())));
  }

  @Override
  public int count() {
    return kernels.length();
  }

  @Override
  public Kernels kernels(int lane) {
    return kernels.get(lane);
  }

  @Override
  public void run(IntConsumer part) {
    team.run(count(), threads, part);
  }

  @Override
  public void close() {
    for (int lane = 0; lane < count(); lane++) {
      kernels.get(lane).close();
    }
  }
}

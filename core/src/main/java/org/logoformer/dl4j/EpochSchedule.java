package org.logoformer.dl4j;

import org.logoformer.config.OptimiserConfig;
import org.logoformer.config.OptimiserConfig.ScheduleKind;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The learning rate of an epoch, the same in all its steps: steps per epoch differ between workers
 * when clips do not divide evenly, and a rate that followed a worker's own count would differ too.
 *
 * <ul>
 *   <li>warm-up: lr * (epoch+1) / (warmup+1) in epochs 0..warmup-1; then, counting from its end,
 *   <li>constant: lr
 *   <li>step: lr * factor^floor(epoch / stepEpochs), counted over the whole run
 *   <li>cosine: lr/2 * (1 + cos(pi * (epoch-warmup) / (epochs-warmup)))
 * </ul>
 *
 * @param lr learning rate before the schedule
 * @param epochs of the whole run
 * @param warmup epochs of linear warm-up
 * @param stepEpochs epochs between steps
 * @param factor on the rate at each step
 */
// DL4J's mapper sees public members only, unless told otherwise.
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.ANY,
    getterVisibility = JsonAutoDetect.Visibility.NONE)
public record EpochSchedule(
    @JsonProperty("kind") ScheduleKind kind,
    @JsonProperty("lr") double lr,
    @JsonProperty("epochs") int epochs,
    @JsonProperty("warmup") int warmup,
    @JsonProperty("stepEpochs") int stepEpochs,
    @JsonProperty("factor") double factor)
    implements ISchedule {
  /** For Jackson. */
  @JsonCreator
  public EpochSchedule {}

  /** The configured schedule of a run of {@code epochs}. */
  public static EpochSchedule of(OptimiserConfig config, int epochs) {
    OptimiserConfig.Schedule s = config.schedule();
    return new EpochSchedule(
        s.kind(), config.lr(), epochs, s.warmupEpochs(), s.step().epochs(), s.step().factor());
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    if (epoch < warmup) {
      return lr * (epoch + 1) / (warmup + 1);
    }
    return switch (kind) {
      case CONSTANT -> lr;
      case STEP -> lr * StrictMath.pow(factor, Math.floorDiv(epoch, stepEpochs));
      case COSINE -> {
        double done = Math.min(1, (epoch - warmup) / (double) Math.max(1, epochs - warmup));
        yield lr / 2 * (1 + StrictMath.cos(Math.PI * done));
      }
    };
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // immutable
  public ISchedule clone() {
    return this;
  }
}

package org.logoformer.train.round;

/**
 * What a round, or several, moved between processes.
 *
 * @param broadcast the state as it leaves the driver; each executor process receives it once
 * @param driver what the driver received from tasks
 * @param shuffle what workers handed to the sums
 */
public record RoundBytes(long broadcast, long driver, long shuffle) {
  /** Nothing. */
  public static final RoundBytes ZERO = new RoundBytes(0, 0, 0);

  /** Both together. */
  public RoundBytes plus(RoundBytes other) {
    return new RoundBytes(
        broadcast + other.broadcast, driver + other.driver, shuffle + other.shuffle);
  }
}

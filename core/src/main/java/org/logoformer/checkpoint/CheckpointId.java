package org.logoformer.checkpoint;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a checkpoint was taken; its folder is {@code epoch-012-round-0288}. Later ones are greater.
 *
 * <p>Until November 2026 folders were called {@code epoch=012-round=0288}, of which Spark, pandas
 * and pyarrow make columns when they read the folder above; such folders are read for ever.
 *
 * @param epoch epochs done
 * @param round rounds done since the start of the run
 */
public record CheckpointId(int epoch, int round) implements Comparable<CheckpointId> {
  private static final Pattern FOLDER = Pattern.compile("epoch([-=])(\\d{3,9})-round\\1(\\d{4,9})");
  private static final Comparator<CheckpointId> ORDER =
      Comparator.comparingInt(CheckpointId::epoch).thenComparingInt(CheckpointId::round);

  public CheckpointId {
    if (epoch < 0 || round < 0) {
      throw new IllegalArgumentException("no checkpoint at epoch " + epoch + ", round " + round);
    }
  }

  /** Name of its folder. */
  public String folder() {
    return name('-');
  }

  /** Name of its folder in runs of earlier versions. */
  String formerFolder() {
    return name('=');
  }

  private String name(char sign) {
    return String.format(Locale.ROOT, "epoch%1$c%2$03d-round%1$c%3$04d", sign, epoch, round);
  }

  /** The checkpoint that a folder of this name holds; empty if the name is not one of ours. */
  static Optional<CheckpointId> ofFolder(String name) {
    Matcher matcher = FOLDER.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new CheckpointId(
                Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public int compareTo(CheckpointId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return folder();
  }
}

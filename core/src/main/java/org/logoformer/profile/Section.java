package org.logoformer.profile;

/**
 * A part of a training step.
 *
 * @param title for tables
 */
public record Section(String title) {
  /** A forward-backward pass outside the network: the loss, copies, DL4J's own work. */
  public static final Section LOSS = new Section("loss, DL4J");

  /** Between the passes: running statistics, norm, ascent, restoring. */
  public static final Section SAM = new Section("SAM");

  /** After the passes: weight decay, momentum, the new parameters. */
  public static final Section UPDATE = new Section("update");
}

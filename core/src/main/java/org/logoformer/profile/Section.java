package org.logoformer.profile;

/** A part of a training step. */
public enum Section {
  STEM("stem"),
  LAYER1("layer1"),
  LAYER2("layer2"),
  LAYER3("layer3"),
  EMBEDDING("projection, embedding"),
  LOCAL_ATTENTION("local attention"),
  GLOBAL_ATTENTION("global attention"),
  MLP("MLP"),
  HEAD("head"),
  /** A forward-backward pass outside the network: the loss, copies, DL4J's own work. */
  LOSS("loss, DL4J"),
  /** Between the passes: running statistics, norm, ascent, restoring. */
  SAM("SAM"),
  /** After the passes: weight decay, momentum, the new parameters. */
  UPDATE("update");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  /** For tables. */
  public String title() {
    return title;
  }

  /** Of the residual blocks in layer {@code number}, 1 to 3. */
  public static Section layer(int number) {
    return switch (number) {
      case 1 -> LAYER1;
      case 2 -> LAYER2;
      case 3 -> LAYER3;
      default -> throw new IllegalArgumentException("No layer " + number);
    };
  }
}

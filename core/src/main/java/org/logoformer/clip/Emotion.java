package org.logoformer.clip;

/** The seven classes of FERV39K and DFEW; the ordinal is the label. */
public enum Emotion {
  HAPPY("Happy"),
  SAD("Sad"),
  NEUTRAL("Neutral"),
  ANGRY("Angry"),
  SURPRISE("Surprise"),
  DISGUST("Disgust"),
  FEAR("Fear");

  private final String label;

  Emotion(String label) {
    this.label = label;
  }

  /** The name in lists and folders, such as {@code Happy}. */
  public String label() {
    return label;
  }
}

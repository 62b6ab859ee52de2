package org.logoformer.transform;

/**
 * What training does to a clip, once for all of its frames.
 *
 * @param smallestArea of the crop, as a share of the frame
 * @param largestArea of the crop, as a share of the frame
 * @param smallestRatio of width to height of the crop
 * @param largestRatio of width to height of the crop
 * @param flip probability of mirroring
 */
public record Augmentation(
    double smallestArea,
    double largestArea,
    double smallestRatio,
    double largestRatio,
    double flip) {
  /** RandomResizedCrop as torchvision has it by default, and a flip of half the clips. */
  public static final Augmentation STANDARD = new Augmentation(0.08, 1, 3 / 4.0, 4 / 3.0, 0.5);

  /**
   * @throws IllegalArgumentException if a range is empty or a value outside its domain
   */
  public Augmentation {
    if (!(smallestArea > 0 && smallestArea <= largestArea && largestArea <= 1)) {
      throw new IllegalArgumentException(
          "crop-area must be within (0, 1], is " + smallestArea + " to " + largestArea);
    }
    if (!(smallestRatio > 0 && smallestRatio <= largestRatio)) {
      throw new IllegalArgumentException(
          "crop-ratio must be positive and in order, is " + smallestRatio + " to " + largestRatio);
    }
    if (!(flip >= 0 && flip <= 1)) {
      throw new IllegalArgumentException("flip is a probability, not " + flip);
    }
  }
}

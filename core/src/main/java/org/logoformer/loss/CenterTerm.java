package org.logoformer.loss;

/**
 * Center loss (Wen et al., "A Discriminative Feature Learning Approach for Deep Face Recognition",
 * ECCV 2016): how far features are from the center of their class. Centers have no gradient; they
 * follow the features at a rate of their own.
 */
final class CenterTerm {
  private CenterTerm() {}

  /**
   * Adds w/2 ||x_i - c_y||^2 to the loss of each clip, and its gradient w (x_i - c_y). The paper's
   * Eq. 2 sums over the batch; here it is averaged like every other term, so that a weight means
   * the same for every batch and share of a batch: theirs times B.
   *
   * @param features x, [B, d]
   * @param targets y
   * @param centers c, [C, d]
   * @param losses [B]
   * @param gradients by x, [B, d]
   */
  static void add(
      double[][] features,
      int[] targets,
      double[][] centers,
      double weight,
      double[] losses,
      double[][] gradients) {
    for (int i = 0; i < features.length; i++) {
      double[] center = centers[targets[i]];
      double square = 0;
      for (int k = 0; k < center.length; k++) {
        double away = features[i][k] - center[k];
        square += away * away;
        gradients[i][k] += weight * away;
      }
      losses[i] += weight / 2 * square;
    }
  }

  /**
   * The centers after a step: c_j - rate sum_{i: y_i = j} (c_j - x_i) / (1 + n_j), where n_j is the
   * number of clips of class j (their Eq. 4 and Algorithm 1). A class without clips stays.
   */
  static double[][] moved(double[][] centers, double[][] features, int[] targets, double rate) {
    double[][] pull = new double[centers.length][centers[0].length];
    int[] clips = new int[centers.length];
    for (int i = 0; i < features.length; i++) {
      int j = targets[i];
      clips[j]++;
      for (int k = 0; k < pull[j].length; k++) {
        pull[j][k] += centers[j][k] - features[i][k];
      }
    }
    double[][] moved = new double[centers.length][];
    for (int j = 0; j < centers.length; j++) {
      moved[j] = centers[j].clone();
      for (int k = 0; k < pull[j].length; k++) {
        moved[j][k] -= rate * pull[j][k] / (1 + clips[j]);
      }
    }
    return moved;
  }
}

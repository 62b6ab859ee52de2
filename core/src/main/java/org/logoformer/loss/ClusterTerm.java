package org.logoformer.loss;

/**
 * The expression-clustered loss of EC-STFL (Jiang et al., "DFEW: A Large-Scale Database for
 * Recognizing Dynamic Facial Expressions in the Wild", ACM MM 2020): distances to clips of the same
 * class over those to clips of others. With D_ij = ||x_i - x_j||_1 and n_i clips of the class of i
 * (i among them) and m_i of others in the batch,
 *
 * <pre>
 *   A_i = 1/n_i       sum_{j: y_j = y_i}  D_ij
 *   R_i = 1/(m_i + 1) sum_{j: y_j != y_i} 1 / (D_ij + epsilon)
 *   L   = 1/B sum_i A_i R_i
 * </pre>
 *
 * <p>This follows a release of code of September 2024 that appears to be the authors', not the text
 * of the paper, which was not at hand. That code divides by the batch once more (its weight, 10 for
 * r3d_18, is 10/B here, so that a weight means the same for every share of a batch) and adds 1e-6
 * to the counts, which are never 0.
 */
final class ClusterTerm {
  private final double[][] features;
  private final double[][] distances;
  private final int[] targets;
  private final double epsilon;

  /**
   * @param features x, [B, d]
   * @param targets y
   * @param epsilon keeps a clip that lies on one of another class from an infinite loss
   */
  ClusterTerm(double[][] features, int[] targets, double epsilon) {
    this.features = features;
    this.targets = targets;
    this.epsilon = epsilon;
    int clips = targets.length;
    this.distances = new double[clips][clips];
    for (int i = 0; i < clips; i++) {
      for (int j = 0; j < i; j++) {
        double distance = 0;
        for (int k = 0; k < features[i].length; k++) {
          distance += Math.abs(features[i][k] - features[j][k]);
        }
        distances[i][j] = distance;
        distances[j][i] = distance;
      }
    }
  }

  /**
   * Adds weight A_i R_i to the loss of each clip, and the gradient of the sum of them.
   *
   * @param losses [B]
   * @param gradients by x, [B, d]
   */
  void add(double weight, double[] losses, double[][] gradients) {
    for (int i = 0; i < targets.length; i++) {
      double near = 0;
      double far = 0;
      int alike = 0;
      for (int j = 0; j < targets.length; j++) {
        if (targets[j] == targets[i]) {
          near += distances[i][j];
          alike++;
        } else {
          far += 1 / (distances[i][j] + epsilon);
        }
      }
      double a = near / alike;
      double r = far / (targets.length - alike + 1);
      losses[i] += weight * a * r;
      for (int j = 0; j < targets.length; j++) {
        double apart = distances[i][j] + epsilon;
        double slope =
            targets[j] == targets[i]
                ? r / alike
                : -a / (targets.length - alike + 1) / (apart * apart);
        spread(i, j, weight * slope, gradients);
      }
    }
  }

  /** Adds {@code slope} times the gradient of D_ij; where elements are equal that of 0. */
  private void spread(int i, int j, double slope, double[][] gradients) {
    for (int k = 0; k < features[i].length; k++) {
      double push = slope * Math.signum(features[i][k] - features[j][k]);
      gradients[i][k] += push;
      gradients[j][k] -= push;
    }
  }
}

package org.logoformer.config;

/**
 * Block {@code tracking}: what other programs follow a training by.
 *
 * @param tensorboard whether event files are written to the folders of the folds
 */
public record TrackingConfig(boolean tensorboard, Mlflow mlflow) {
  /**
   * A tracking server of MLflow.
   *
   * @param uri of the server; empty: none
   * @param experiment that runs belong to; made if it is not there
   * @param runName what the run is called there; empty: {@code run.name}
   */
  public record Mlflow(String uri, String experiment, String runName) {
    public Mlflow {
      Require.that(
          uri.isEmpty() || uri.matches("https?://[^\\s/?#@]+(/[^\\s?#]*)?"),
          "tracking.mlflow.uri",
          uri,
          "must be the address of a tracking server, such as http://mlflow:5000");
      Require.that(
          !experiment.isBlank(), "tracking.mlflow.experiment", experiment, "must be a name");
    }

    /** Whether anything is sent. */
    public boolean isOn() {
      return !uri.isEmpty();
    }
  }
}

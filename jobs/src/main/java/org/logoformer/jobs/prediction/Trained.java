package org.logoformer.jobs.prediction;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.evaluation.RunSettings;
import org.logoformer.jobs.evaluation.TestedClasses;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.weights.Origin;
import org.logoformer.storage.SharedPaths;

/**
 * A network to predict with.
 *
 * @param config of the network, of its input, and of the command
 * @param classes names by index
 * @param stored what the set that it was trained on makes of frames
 */
record Trained(LogoConfig config, Weights weights, List<String> classes, StoredAs stored) {
  /** The network that the command describes, with the weights of a file. */
  static Trained ofFile(ConfigOptions options, String file) {
    LogoConfig config = SetClasses.config(options);
    Configuration hadoop = SharedPaths.hadoop(config);
    Weights weights = Weights.read(hadoop, SharedPaths.input(file, hadoop), config);
    return new Trained(
        config, weights, SetClasses.names(config, hadoop), StoredAs.ofSet(config, hadoop));
  }

  /**
   * The network of a run, with the run's settings below those of the command.
   *
   * @param run a run, a fold, a checkpoint, or a file that says what it is of
   * @param fold of a run that has several; null: there is one
   * @throws org.logoformer.error.ConfigException if the command asks for another network or input
   * @throws org.logoformer.error.DataException if there is no such run, or it is broken
   */
  static Trained ofRun(ConfigOptions options, String run, Origin.Choice choice, Integer fold) {
    Configuration hadoop = SharedPaths.hadoop(options.config());
    Path path = SharedPaths.input(run, hadoop);
    Origin origin = Origin.of(hadoop, path, choice, fold, options::config);
    LogoConfig config = RunSettings.belowForClips(options, origin, hadoop);
    Weights weights = Weights.of(origin.tensors(), config.model(), origin.place());
    return new Trained(
        config,
        weights,
        TestedClasses.of(hadoop, new Path(origin.place()))
            .orElseGet(() -> SetClasses.names(origin.config(), hadoop)),
        StoredAs.ofSet(config, hadoop));
  }
}

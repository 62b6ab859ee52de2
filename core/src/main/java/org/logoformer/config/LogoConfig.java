package org.logoformer.config;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.logoformer.config.DataConfig.Sampling;
import org.logoformer.provenance.Sha256;

/** The whole, validated configuration: one component per block of {@code reference.conf}. */
public record LogoConfig(
    RunConfig run,
    ModelConfig model,
    LossConfig loss,
    OptimiserConfig optimiser,
    DataConfig data,
    TrainConfig train,
    EvaluateConfig evaluate,
    TrackingConfig tracking,
    SweepConfig sweep,
    PrepConfig prep,
    SynthConfig synth,
    SparkConfig spark) {

  public LogoConfig {
    ModelBlocks.of(model.name()).check(model);
    Require.that(
        loss.classWeights().isEmpty() || loss.classWeights().size() == model.classes(),
        "loss.class-weights",
        loss.classWeights(),
        "must be empty or have one value for each of model.classes = " + model.classes());
    Require.that(
        optimiser.schedule().warmupEpochs() <= train.epochs(),
        "optimiser.schedule.warmup-epochs",
        optimiser.schedule().warmupEpochs(),
        "must not be above train.epochs = " + train.epochs());
    boolean drawn = data.sampling() == Sampling.DS || data.sampling() == Sampling.DS_16X1;
    Require.that(
        evaluate.views() == 1 || drawn,
        "evaluate.views",
        evaluate.views(),
        "data.sampling = ti or uniform knows one choice of frames only; leave it at 1");
    Require.fits("evaluate.batch", evaluate.batch(), evaluate.batch(), model);
  }

  /**
   * Defaults, overridden by the preset, then the files in order, then the arguments in order.
   *
   * @param files HOCON files on the local file system; a later one wins over an earlier one
   * @param overrides {@code key=value}; a later one wins
   * @throws org.logoformer.error.ConfigException naming the key, the value and where it came from
   */
  public static LogoConfig load(List<Path> files, List<String> overrides) {
    return load("", "nothing", files, overrides);
  }

  /**
   * As above, with settings of a command's own between the preset and the files.
   *
   * @param text HOCON
   * @param origin what error messages call the text
   */
  public static LogoConfig load(
      String text, String origin, List<Path> files, List<String> overrides) {
    return Layers.load(text, origin, files, overrides);
  }

  /**
   * As above, with the text between the files and the overrides: it wins over the files.
   *
   * @param text HOCON
   * @param origin what error messages call the text
   */
  public static LogoConfig loadOver(
      List<Path> files, String text, String origin, List<String> overrides) {
    return Layers.loadOver(files, text, origin, overrides);
  }

  /** The defaults with these {@code key=value} overrides. */
  public static LogoConfig of(String... overrides) {
    return load(List.of(), Arrays.asList(overrides));
  }

  /**
   * What {@link #render} wrote, or any other HOCON text of known keys.
   *
   * @param origin what error messages call the text
   */
  public static LogoConfig parse(String text, String origin) {
    return load(text, origin, List.of(), List.of());
  }

  /**
   * This configuration with some keys changed. All others stay as they are, also those that came
   * from the preset.
   */
  public LogoConfig with(String... overrides) {
    return load(render(), "resolved configuration", List.of(), Arrays.asList(overrides));
  }

  /** Every key, as HOCON in a fixed order; {@link #parse} gives an equal configuration. */
  public String render() {
    return Rendering.text(this);
  }

  /** The value of each key: a text, a truth, a number, or a list of such. */
  public SortedMap<String, Object> settings() {
    SortedMap<String, Object> settings = new TreeMap<>();
    ConfigFactory.parseString(render())
        .entrySet()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().unwrapped()));
    return settings;
  }

  /**
   * This configuration as it may be stored and shown: without the values of keys such as {@code
   * *.secret.key}, {@code *password*} and {@code *token*} of {@code spark.conf}, and of such
   * properties in {@code spark.java-options}.
   */
  public LogoConfig redacted() {
    SparkConfig safe = Secrets.redacted(spark);
    return new LogoConfig(
        run, model, loss, optimiser, data, train, evaluate, tracking, sweep, prep, synth, safe);
  }

  /** A configuration that was stored as text, as it may be shown. */
  public static String redacted(String text) {
    return Secrets.redacted(text);
  }

  /**
   * The {@code key=value} arguments that give this configuration without any file: what is not the
   * default of its preset. For a process that cannot read the files.
   */
  public List<String> arguments() {
    return Rendering.arguments(this);
  }

  /**
   * SHA-256 of {@link #render} without secrets, 64 hexadecimal digits: equal for equal
   * configurations.
   */
  public String hash() {
    return Sha256.hex(redacted().render());
  }
}

package org.logoformer.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

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
    return Layers.load(files, overrides);
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
    return Layers.parse(text, origin, List.of());
  }

  /**
   * This configuration with some keys changed. All others stay as they are, also those that came
   * from the preset.
   */
  public LogoConfig with(String... overrides) {
    return Layers.parse(render(), "resolved configuration", Arrays.asList(overrides));
  }

  /** Every key, as HOCON in a fixed order; {@link #parse} gives an equal configuration. */
  public String render() {
    return Rendering.text(this);
  }

  /**
   * This configuration as it may be stored and shown: without the values of keys such as {@code
   * *.secret.key}, {@code *password*} and {@code *token*} of {@code spark.conf}, and of such
   * properties in {@code spark.java-options}.
   */
  public LogoConfig redacted() {
    return new LogoConfig(
        run,
        model,
        loss,
        optimiser,
        data,
        train,
        evaluate,
        tracking,
        sweep,
        prep,
        synth,
        Secrets.redacted(spark));
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
    try {
      byte[] text = redacted().render().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

package org.logoformer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.logoformer.config.LogoConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that every command has which reads a configuration; a picocli mix-in. */
public final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON file of settings; may be repeated, later files win.")
  private final List<Path> files = new ArrayList<>();

  @Option(
      names = "--dry-run",
      description = "Say what would be done, with every setting resolved, and do nothing.")
  private boolean dryRun;

  @Parameters(
      arity = "0..*",
      paramLabel = "key=value",
      description = "Settings that override the files, such as train.workers=2.")
  private final List<String> overrides = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /**
   * The configuration of this command line.
   *
   * @throws org.logoformer.error.ConfigException if a key or value is wrong
   */
  public LogoConfig config() {
    return LogoConfig.load(files, overrides);
  }

  /**
   * The configuration of this command line, for a command with spellings of its own.
   *
   * @param rewriting what the key=value arguments mean
   * @throws org.logoformer.error.ConfigException if a key or value is wrong
   */
  public LogoConfig config(UnaryOperator<List<String>> rewriting) {
    return LogoConfig.load(files, rewriting.apply(List.copyOf(overrides)));
  }

  /**
   * The configuration of this command line, for a command with defaults of its own.
   *
   * @param defaults HOCON, which files and arguments override
   * @param origin what error messages call the defaults
   * @throws org.logoformer.error.ConfigException if a key or value is wrong
   */
  public LogoConfig config(String defaults, String origin) {
    return LogoConfig.load(defaults, origin, files, overrides);
  }

  /**
   * The configuration of this command line, where some settings win over the files, and only the
   * arguments win over them.
   *
   * @param settings HOCON
   * @param origin what error messages call the settings
   * @throws org.logoformer.error.ConfigException if a key or value is wrong
   */
  public LogoConfig configOver(String settings, String origin) {
    return LogoConfig.loadOver(files, settings, origin, overrides);
  }

  /** The files and settings of this command line, for that of another process. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    for (Path file : files) {
      arguments.addAll(List.of("--config", file.toString()));
    }
    arguments.addAll(overrides);
    return arguments;
  }

  /** Where the command prints. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Whether to print what would be done instead of doing it. */
  public boolean isDryRun() {
    return dryRun;
  }
}

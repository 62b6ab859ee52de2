package org.logoformer.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.logoformer.provenance.Build;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: {@code logo <command>}. */
@Command(
    name = "logo",
    description = "Trains and evaluates LOGO-Former on Spark and HDFS.",
    synopsisSubcommandLabel = "<command>",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Logo.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public final class Logo {
  private static final String[] FOOTER = {
    "",
    "Usual order: synth or prep, train, evaluate, report.",
    "Exit codes: 0 done, 1 unexpected, 2 usage or configuration, 3 data, 4 cluster or resources,"
        + " 5 diverged."
  };

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean verbose;

  private Logo() {}

  /** Runs the command that the arguments name and exits with its code. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    int exitCode = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** Runs a command line in this process and returns its exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    // Files and output are read by other programs, and by this one elsewhere: the digits of some
    // languages are other ones.
    Locale.setDefault(Locale.ROOT);
    return run(commands(Logo.class.getClassLoader()), out, err, args);
  }

  /** The commands of all modules that the loader can see, in no particular order. */
  static List<Object> commands(ClassLoader loader) {
    return ServiceLoader.load(CommandProvider.class, loader).stream()
        .flatMap(provider -> provider.get().commands().stream())
        .toList();
  }

  /**
   * Runs a command line in this process.
   *
   * @param commands picocli command objects
   * @return the exit code
   */
  static int run(List<Object> commands, PrintWriter out, PrintWriter err, String... args) {
    Logo logo = new Logo();
    CommandLine line = new CommandLine(logo);
    Stream.concat(commands.stream(), Stream.of(new ConfigCommand(), new CompletionCommand()))
        .map(CommandLine::new)
        .sorted(Comparator.comparing(CommandLine::getCommandName))
        .forEach(
            command -> {
              KeysOfCommand.addTo(command.getCommandSpec());
              line.addSubcommand(command.getCommandName(), command);
            });
    // Not in the annotation, from where every command would inherit it.
    line.getCommandSpec().usageMessage().footer(FOOTER);
    line.setOut(out).setErr(err);
    line.setParameterExceptionHandler(Failures::wrongUsage);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> Failures.report(failure, err, logo.verbosity()));
    try {
      return line.execute(args);
    } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
      // picocli hands only exceptions to its handler.
      return Failures.report(e, err, logo.verbosity());
    }
  }

  private Failures.Verbosity verbosity() {
    return verbose ? Failures.Verbosity.STACK_TRACES : Failures.Verbosity.MESSAGES;
  }

  /** The answer to {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"logo " + Build.version() + " (" + Build.revision() + ")"};
    }
  }
}

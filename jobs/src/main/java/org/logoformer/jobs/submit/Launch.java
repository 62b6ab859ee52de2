package org.logoformer.jobs.submit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.LogoException;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Prints the spark-submit command of a {@code logo} command line, its words separated by NUL, for
 * {@code submit/logo} to execute. A wrong configuration ends it with the message and exit code that
 * the command itself would give.
 */
public final class Launch {
  @Option(names = "--config")
  private List<Path> files = new ArrayList<>();

  @Parameters private List<String> words = new ArrayList<>();

  private Launch() {}

  /**
   * Arguments as of {@code logo}. The system property {@code logoformer.home} names the project's
   * folder.
   */
  public static void main(String[] args) throws IOException {
    try {
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      command(List.of(args)).line(List.of(args)).forEach(word -> out.print(word + '\0'));
      out.flush();
    } catch (LogoException e) {
      System.err.println(e.getMessage());
      System.exit(e.exitCode());
    } catch (CommandLine.ParameterException e) {
      System.err.println(e.getMessage());
      System.exit(CommandLine.ExitCode.USAGE);
    }
  }

  private static SubmitCommand command(List<String> arguments) throws IOException {
    Launch launch = new Launch();
    // Options of the command itself are its own to check.
    new CommandLine(launch)
        .setUnmatchedArgumentsAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    List<String> overrides = launch.words.stream().filter(word -> word.contains("=")).toList();
    Path distribution =
        Path.of(System.getProperty("logoformer.home")).resolve("submit/target/dist");
    return new SubmitCommand(
        LogoConfig.load(launch.files, overrides),
        System.getProperty("log4j2.configurationFile"),
        distribution,
        environment("SPARK_HOME"),
        environment("HADOOP_CONF_DIR"),
        jars(distribution.resolve("app")));
  }

  private static Optional<Path> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  private static List<String> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

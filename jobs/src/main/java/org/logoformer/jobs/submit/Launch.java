package org.logoformer.jobs.submit;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  public static void main(String[] args) {
    try {
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      Surroundings.require(config(List.of(args)).spark(), System.getenv());
      line(List.of(args), Home.ofProcess().root(), System.getenv())
          .forEach(word -> out.print(word + '\0'));
      out.flush();
    } catch (LogoException e) {
      System.err.println(e.getMessage());
      System.exit(e.exitCode());
    } catch (CommandLine.ParameterException e) {
      System.err.println(e.getMessage());
      System.exit(CommandLine.ExitCode.USAGE);
    }
  }

  /**
   * The words of the spark-submit command.
   *
   * @param typed arguments as of {@code logo}
   * @param home the project's folder
   * @param environment where {@code SPARK_HOME} and {@code HADOOP_CONF_DIR} may be set
   * @throws LogoException if the configuration is wrong or the build is missing
   */
  public static List<String> line(List<String> typed, Path home, Map<String, String> environment) {
    return new SubmitCommand(
            config(typed),
            new Home(home),
            folder(environment, "SPARK_HOME"),
            folder(environment, "HADOOP_CONF_DIR"))
        .line(typed);
  }

  private static LogoConfig config(List<String> typed) {
    Launch launch = new Launch();
    // Options of the command itself are its own to check.
    new CommandLine(launch)
        .setUnmatchedArgumentsAllowed(true)
        .parseArgs(typed.toArray(String[]::new));
    List<String> overrides = launch.words.stream().filter(word -> word.contains("=")).toList();
    return LogoConfig.load(launch.files, overrides);
  }

  private static Optional<Path> folder(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }
}

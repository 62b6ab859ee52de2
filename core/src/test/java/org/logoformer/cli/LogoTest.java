package org.logoformer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.KeyGuide;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.DivergedException;
import org.logoformer.provenance.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LogoTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "workers", description = "Prints how many workers are configured.")
  static final class Workers implements Callable<Integer> {
    @Mixin ConfigOptions options;
    private final StringWriter said;

    Workers(StringWriter said) {
      this.said = said;
    }

    @Override
    public Integer call() {
      said.write(options.config().train().workers() + (options.isDryRun() ? " dry" : ""));
      return 0;
    }
  }

  @Command(name = "fail", description = "Fails.")
  static final class Fail implements Callable<Integer> {
    private final Throwable failure;

    Fail(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  /** Named by the services file that {@link #commandsOfAllModulesAreFound} writes. */
  public static final class Provider implements CommandProvider {
    @Override
    public List<Object> commands() {
      return List.of(new Fail(new IllegalStateException()));
    }
  }

  @Test
  void numbersHaveTheSameDigitsInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat("%03d".formatted(12)).isNotEqualTo("012");

      Logo.run(new PrintWriter(out), new PrintWriter(err), "--version");

      assertThat("%03d".formatted(12)).isEqualTo("012");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void configExplainsAKeyAndAGroup() {
    assertThat(run("config", "train.averaging-frequency", "model.dropout")).isZero();
    assertThat(out.toString())
        .contains("train.averaging-frequency = 8", "H, local steps between averages")
        .contains("model.logo-former.dropout.mlp = 0", "probabilities of dropping")
        .doesNotContain("train.workers =");
    assertThat(run("config", "train.worker")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean train.workers?");
  }

  @Test
  void everyKeyIsExplained() {
    assertThat(KeyGuide.all()).hasSizeGreaterThan(100);
    assertThat(KeyGuide.all().stream().filter(guide -> guide.meaning().isEmpty())).isEmpty();
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("complete -F _complete_logo", "workers", "bashcompinit");
  }

  @Test
  void helpListsEveryCommandAndExitsWithZero() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("workers", "Prints how many workers", "Fails.", "Exit codes")
        .containsSubsequence("fail ", "workers ");
  }

  @Test
  void everyCommandHasHelp() {
    assertThat(run("workers", "--help")).isZero();
    assertThat(out.toString())
        .contains("--config", "--dry-run", "key=value", "--verbose")
        .doesNotContain("Usual order");
  }

  @Test
  void settingsComeFromFilesAndArguments(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "train.workers = 3");
    assertThat(run("workers", "--config", file.toString(), "train.batch=64")).isZero();
    assertThat(run("workers", "--config=" + file, "train.workers=5", "--dry-run")).isZero();
    assertThat(out.toString()).isEqualTo("35 dry");
  }

  @Test
  void aWrongKeyIsExitCodeTwoAndOneMessage() {
    assertThat(run("workers", "train.wokers=5")).isEqualTo(2);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).contains("did you mean train.workers?");
  }

  @Test
  void aWrongCommandOrOptionIsExitCodeTwoWithASuggestion() {
    assertThat(run("worker")).isEqualTo(2);
    assertThat(err.toString()).contains("workers", "logo --help");
    assertThat(run("workers", "--dry")).isEqualTo(2);
    assertThat(err.toString()).contains("logo workers --help");
  }

  @Test
  void noCommandIsExitCodeTwo() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required subcommand");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString().strip())
        .isEqualTo("logo " + Build.version() + " (" + Build.revision() + ")");
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConfigException("told"), 2, "told"),
        Arguments.of(new DataException("told"), 3, "told"),
        Arguments.of(new ClusterException("told"), 4, "told"),
        Arguments.of(new DivergedException("told"), 5, "told"),
        Arguments.of(new ExecutionException(new DataException("told")), 3, "told"),
        Arguments.of(new FileNotFoundException("/a/b"), 3, "No such file: /a/b"),
        Arguments.of(new ConnectException("refused"), 4, "ConnectException: refused"),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            4,
            "Out of memory (Java heap space): raise spark.executor-memory, with a local master"
                + " spark.driver-memory, without Spark LOGO_MEMORY."));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsItsMessageAndItsExitCode(Throwable failure, int exitCode, String message) {
    assertThat(run(new Fail(failure), "fail")).isEqualTo(exitCode);
    assertThat(err.toString().strip()).isEqualTo(message);
  }

  @Test
  void anUnexpectedFailureIsExitCodeOneAndSaysHowToSeeMore() {
    assertThat(run(new Fail(new IllegalStateException("odd")), "fail")).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: odd", "--verbose");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void verboseShowsTheStackTraceWhereverItStands() {
    assertThat(run("fail", "--verbose")).isEqualTo(1);
    assertThat(run("--verbose", "fail")).isEqualTo(1);
    assertThat(err.toString().lines().filter(l -> l.contains("\tat ")).count()).isGreaterThan(2);
    assertThat(err.toString()).doesNotContain("not expected");
  }

  @Test
  void commandsOfAllModulesAreFound(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(CommandProvider.class.getName()), Provider.class.getName());
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      assertThat(Logo.commands(loader)).hasAtLeastOneElementOfType(Fail.class);
    }
  }

  private int run(String... args) {
    return run(new Fail(new IllegalStateException("odd")), args);
  }

  private int run(Fail fail, String... args) {
    List<Object> commands = List.of(new Workers(out), fail);
    return Logo.run(commands, new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}

package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts beside the program, in a project folder whose name holds a space. */
class ScriptsTest {
  private static final Path SCRIPTS = Path.of("../submit");

  @TempDir Path folder;
  private Path home;

  private record Answer(int exitCode, String out) {}

  @BeforeEach
  void copyTheScripts() throws IOException {
    home = Files.createDirectories(folder.resolve("a home"));
    Files.createDirectories(home.resolve("submit"));
    for (String name : List.of("lib.sh", "logo", "cluster-up", "cluster-down", "quickstart")) {
      Files.copy(SCRIPTS.resolve(name), home.resolve("submit").resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-up", "cluster-down", "quickstart"})
  void helpIsPrintedAndNothingElseIsDone(String script) throws Exception {
    Files.createDirectories(home.resolve("target/quickstart/hdfs"));
    for (String option : List.of("--help", "-h")) {
      Answer answer = run(Map.of(), home.resolve("submit").resolve(script).toString(), option);
      assertThat(answer.exitCode()).isZero();
      assertThat(answer.out()).contains(script.equals("quickstart") ? "The main job" : "cluster");
      assertThat(answer.out()).doesNotContain("Building", "is down", "#");
    }
    assertThat(home.resolve("target/quickstart/hdfs")).exists();
    assertThat(home.resolve("submit/target")).doesNotExist();
  }

  @Test
  void aPidFileWhoseNumberIsAnothersByNowStopsNobody() throws Exception {
    Process other = new ProcessBuilder("sleep", "100").start();
    try {
      for (String stored : List.of(other.pid() + "", other.pid() + " 1")) {
        Path file = home.resolve("datanode.pid");
        Files.writeString(file, stored + "\n");
        Answer answer = library("stop_daemons '" + home + "'");
        assertThat(answer.exitCode()).as(answer.out()).isZero();
        assertThat(other.isAlive()).as("a process that nobody here started").isTrue();
        assertThat(file).doesNotExist();
      }
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void whatWasStartedIsStopped() throws Exception {
    Answer started = library("daemon '" + home + "' sleeper sleep 100; cat '" + home + "'/*.pid");
    String[] stored = started.out().strip().split(" ", -1);
    assertThat(stored).as(started.out()).hasSize(2);
    ProcessHandle daemon = ProcessHandle.of(Long.parseLong(stored[0])).orElseThrow();
    assertThat(library("stop_daemons '" + home + "'").exitCode()).isZero();
    daemon.onExit().get(20, TimeUnit.SECONDS);
    assertThat(home.resolve("sleeper.pid")).doesNotExist();
  }

  @Test
  void theProgramStartsByALinkWithCdpathSetFromAFolderWithASpace() throws Exception {
    seemBuilt();
    Path link = Files.createSymbolicLink(folder.resolve("logo"), home.resolve("submit/logo"));
    Map<String, String> cdpath = Map.of("CDPATH", folder + ":" + home);
    for (String script : List.of(link.toString(), "submit/logo")) {
      Answer answer = run(cdpath, script, "report", "a=b c");
      assertThat(answer.exitCode()).as(answer.out()).isZero();
      assertThat(answer.out())
          .contains("-Dlogoformer.home=" + home.toRealPath() + "\n")
          .contains("/a%20home/submit/log4j2.properties\n")
          .contains("org.logoformer.cli.Logo\nreport\na=b c\n");
    }
  }

  /** A build that is newer than the sources, and a Java that says what it was given. */
  private void seemBuilt() throws IOException {
    for (String module : List.of("core", "data-prep", "jobs", "submit")) {
      Files.createDirectories(home.resolve(module).resolve("src/main"));
      Files.createFile(home.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(home.resolve("pom.xml"));
    Path built = Files.createDirectories(home.resolve("submit/target/dist")).resolve("built");
    Files.createFile(built);
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(60)));
    Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private Answer library(String commands) throws Exception {
    return run(Map.of(), "bash", "-c", ". '" + home + "/submit/lib.sh'; " + commands);
  }

  private Answer run(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder command = new ProcessBuilder(new ArrayList<>(List.of(words)));
    command.directory(home.toFile()).redirectErrorStream(true);
    Path out = folder.resolve("out");
    command.redirectOutput(out.toFile());
    command.environment().putAll(environment);
    command
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = command.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Answer(process.exitValue(), Files.readString(out));
  }
}

package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.provenance.Provenance;

class RunProvenanceTest {
  private static JavaSparkContext spark;
  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[1]")
                .setAppName("provenance")
                .set("spark.ui.enabled", "false"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void saysWhatTheRunWasMadeWith() throws IOException {
    LogoConfig config = config();
    write(config);
    Provenance provenance = read();
    assertThat(provenance.configHash()).isEqualTo(config.hash());
    // SHA-256 of "abc".
    assertThat(provenance.manifestHash()).startsWith("ba7816bf8f01cfea414140de5dae2223");
    assertThat(provenance.compute().backend()).isEqualTo("nd4j");
    assertThat(provenance.compute().precision()).isEqualTo("f64");
    assertThat(provenance.seed()).isEqualTo(7);
    assertThat(provenance.workers()).isEqualTo(3);
    assertThat(provenance.hosts()).isNotEmpty();
    assertThat(provenance.versions()).containsEntry("spark", spark.version());
  }

  @Test
  void aResumedRunKeepsItsBeginningAndItsHosts() throws IOException {
    write(config());
    Path file = folder.resolve("runs/run/provenance.json");
    String text = Files.readString(file);
    String began = read().started();
    Files.writeString(
        file,
        text.replace(began, "2001-02-03T04:05:06Z")
            .replaceFirst("\"hosts\" : \\[", "\"hosts\" : [ \"an-earlier-host\","));
    write(config());
    assertThat(read().started()).isEqualTo("2001-02-03T04:05:06Z");
    assertThat(read().hosts()).contains("an-earlier-host").hasSizeGreaterThan(1);
  }

  @Test
  void departuresAddUpOverTheCommandsOfARun() throws IOException {
    write(config());
    assertThat(read().departures()).isEmpty();
    LogoConfig drop = config().with("train.stragglers=drop");
    new RunProvenance(spark, drop, RunFolder.of(drop.run()), List.of("more workers")).write();
    write(config());
    assertThat(read().departures())
        .containsExactly(
            "more workers",
            "train.stragglers = drop: who counts in a round depends on how fast they are");
  }

  @Test
  void otherBitsAreWrittenDownAsSoonAsTheyAreSeen() throws IOException {
    LogoConfig config = config();
    RunProvenance provenance =
        new RunProvenance(spark, config, RunFolder.of(config.run()), List.of());
    provenance.departed("fold 0, worker 1: other bits");
    assertThat(read().departures()).containsExactly("fold 0, worker 1: other bits");
  }

  private LogoConfig config() throws IOException {
    Path shards = Files.createDirectories(folder.resolve("shards"));
    Files.writeString(shards.resolve("manifest.json"), "abc");
    return LogoConfig.of(
        "data.shards=" + shards,
        "run.dir=" + folder.resolve("runs"),
        "run.seed=7",
        "train.workers=3",
        "train.precision=f64");
  }

  private static void write(LogoConfig config) throws IOException {
    new RunProvenance(spark, config, RunFolder.of(config.run()), List.of()).write();
  }

  private Provenance read() throws IOException {
    String text = Files.readString(folder.resolve("runs/run/provenance.json"));
    return Provenance.parse(text, "provenance.json");
  }
}

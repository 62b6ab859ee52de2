package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.ShardSet;

/** The FERV39K-shaped tree, prepared on a local Spark. */
abstract class PreparationFixture {
  static JavaSparkContext spark;

  @TempDir Path temporary;
  Path source;
  Path output;

  @BeforeAll
  static void start() {
    spark = context(4);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @BeforeEach
  void tree() {
    source = temporary.resolve("source");
    output = temporary.resolve("output");
    Trees.ferv39k(source);
  }

  Path clip(String id) {
    return source.resolve("2_ClipsforFaceCrop-002/2_ClipsforFaceCrop").resolve(id);
  }

  Preparation.Result prepare(String... keys) {
    return new Preparation(spark, config(keys)).run();
  }

  PrepConfig config(String... keys) {
    return Trees.config(Layout.FERV39K, source, output, keys);
  }

  ShardSet open() {
    return ShardSet.open(new Configuration(), new org.apache.hadoop.fs.Path(output.toUri()), 2);
  }

  <T> List<T> notes(String name, Class<T> type) throws Exception {
    return SetNotes.read(files(), folder(), name, type).orElseThrow();
  }

  org.apache.hadoop.fs.Path folder() {
    return new org.apache.hadoop.fs.Path(output.toUri());
  }

  static FileSystem files() throws Exception {
    return FileSystem.getLocal(new Configuration());
  }

  static JavaSparkContext context(int threads) {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[" + threads + "]")
            .setAppName("test")
            .set("spark.ui.enabled", "false"));
  }

  Map<String, byte[]> contents() throws Exception {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output, new FileVisitOption[0])) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = output.relativize(file).toString();
        if (!name.startsWith(".")) {
          contents.put(name, Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }

  static void assertSame(Map<String, byte[]> actual, Map<String, byte[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
  }
}

package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.PrepConfig.Layout;

/** Executors are processes here; one gets SIGKILL while it makes a shard, on a real HDFS. */
@Tag("cluster")
class ExecutorDeathTest {
  @TempDir static Path temporary;

  @Test
  void aSetWhoseExecutorDiesIsTheUndisturbedOne() throws Exception {
    Path source = temporary.resolve("source");
    Trees.ferv39k(source);
    Path mark = temporary.resolve("mark");
    Configuration conf = new Configuration();
    conf.set("hdfs.minidfs.basedir", temporary.resolve("hdfs").toString());
    try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build()) {
      String output = hdfs.getURI() + "/shards";
      AtomicInteger lost = new AtomicInteger();
      // In the midst of a shard of a dozen images.
      try (JavaSparkContext spark = executors(2, 25, mark)) {
        spark.sc().addSparkListener(counter(lost));
        new Preparation(spark, Trees.config(Layout.FERV39K, "trap://" + source, output)).run();
      }
      assertThat(mark).exists();
      assertThat(lost).hasValue(1);
      Path local = temporary.resolve("undisturbed");
      try (JavaSparkContext spark = PreparationFixture.context(2)) {
        new Preparation(spark, Trees.config(Layout.FERV39K, source, local)).run();
      }
      FileSystem files = hdfs.getFileSystem();
      org.apache.hadoop.fs.Path set = new org.apache.hadoop.fs.Path(output);
      assertThat(files.exists(new org.apache.hadoop.fs.Path(set, "_work"))).isFalse();
      PreparationOnHdfsTest.assertSameSets(files, set, local);
    }
  }

  private static SparkListener counter(AtomicInteger lost) {
    return new SparkListener() {
      @Override
      public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        lost.incrementAndGet();
      }
    };
  }

  private static JavaSparkContext executors(int count, int opens, Path mark) throws IOException {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> new File(entry).getAbsolutePath())
            .collect(Collectors.joining(File.pathSeparator));
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local-cluster[" + count + ",1,1024]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.memory", "1g")
            .set("spark.executor.extraClassPath", classPath)
            // Without these the launcher of an executor looks for the jars of a Spark home.
            .set("spark.executorEnv.SPARK_TESTING", "1")
            .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
            .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .set("spark.hadoop." + TrapFileSystem.KEY, TrapFileSystem.class.getName())
            .set(
                "spark.executor.extraJavaOptions",
                "-XX:TieredStopAtLevel=1 -Dtrap.opens=" + opens + " -Dtrap.mark=" + mark));
  }
}

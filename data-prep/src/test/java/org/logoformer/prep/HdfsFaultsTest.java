package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;

/** What dies while a set is made on a real HDFS, and what is lost of it later. */
@Tag("cluster")
class HdfsFaultsTest {
  @TempDir static Path temporary;
  private static MiniDFSCluster cluster;
  private static DistributedFileSystem hdfs;
  private static JavaSparkContext local;
  private static Path source;
  private static Path undisturbed;

  @BeforeAll
  static void start() throws Exception {
    source = temporary.resolve("source");
    Trees.ferv39k(source);
    undisturbed = temporary.resolve("undisturbed");
    new Preparation(local(), Trees.config(Layout.FERV39K, source, undisturbed)).run();
    Configuration conf = new Configuration();
    conf.set("hdfs.minidfs.basedir", temporary.resolve("hdfs").toString());
    conf.setInt("dfs.blocksize", 1 << 20);
    // A block that no node has is asked for again at once, not in half a minute.
    conf.setInt("dfs.client.retry.window.base", 10);
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(2).build();
    hdfs = cluster.getFileSystem();
  }

  @AfterAll
  static void stop() {
    closeLocal();
    cluster.close();
  }

  /** Executors are processes here; one gets SIGKILL in the midst of a shard of a dozen images. */
  @Test
  void aSetWhoseExecutorDiesIsTheUndisturbedOne() throws Exception {
    Path mark = temporary.resolve("mark");
    AtomicInteger lost = new AtomicInteger();
    closeLocal();
    try (JavaSparkContext spark = executors(25, mark)) {
      spark.sc().addSparkListener(counter(lost));
      new Preparation(
              spark, Trees.config(Layout.FERV39K, "trap://" + source, hdfs.getUri() + "/killed"))
          .run();
    }

    assertThat(mark).exists();
    assertThat(lost).hasValue(1);
    assertThat(hdfs.exists(new org.apache.hadoop.fs.Path("/killed/_work"))).isFalse();
    assertIs(undisturbed, "/killed");
  }

  @Test
  void aDataNodeThatDiesWhileShardsAreWrittenChangesNothing() throws Exception {
    Path frames = temporary.resolve("frames");
    for (int clip = 0; clip < 6; clip++) {
      Trees.frames(frames.resolve("clip-" + clip), 8, "%d.jpg", clip);
    }
    // Packets of a shard are under way long before its end.
    String[] keys = {"prep.store-size=128", "prep.shard-size=1000000"};
    Path whole = temporary.resolve("whole");
    String set = hdfs.getUri() + "/survivor";
    List<DataNodeProperties> stopped = new ArrayList<>();
    try {
      new Preparation(local(), Trees.config(Layout.UNLABELLED, frames, whole, keys)).run();
      TrapFileSystem.set(20, () -> stopped.add(cluster.stopDataNode(0)));
      new Preparation(local(), Trees.config(Layout.UNLABELLED, "trap://" + frames, set, keys))
          .run();

      assertThat(stopped).hasSize(1);
      assertIs(whole, "/survivor");
    } finally {
      for (DataNodeProperties node : stopped) {
        cluster.restartDataNode(node, true);
      }
      cluster.waitActive();
      cluster.triggerHeartbeats();
    }
  }

  @Test
  void aShardWhoseBlocksNoNodeHasIsRepaired() throws Exception {
    PrepConfig config = Trees.config(Layout.FERV39K, source, hdfs.getUri() + "/lost");
    new Preparation(local(), config).run();
    cluster.corruptBlockOnDataNodesByDeletingBlockFile(
        DFSTestUtil.getFirstBlock(hdfs, new org.apache.hadoop.fs.Path("/lost/part-00002.seq")));

    assertThat(new Repair(local(), config).run()).containsExactly("part-00002");
    assertIs(undisturbed, "/lost");
  }

  /** Every file of a set on disk is in that on HDFS, with the same bytes. */
  private static void assertIs(Path local, String set) throws Exception {
    try (Stream<Path> all = Files.list(local)) {
      for (Path file : all.filter(f -> !f.getFileName().toString().startsWith(".")).toList()) {
        String name = file.getFileName().toString();
        try (InputStream in = hdfs.open(new org.apache.hadoop.fs.Path(set, name))) {
          assertThat(in.readAllBytes()).as(name).isEqualTo(Files.readAllBytes(file));
        }
      }
    }
  }

  /** Threads of this process, begun once: but for the test that needs other executors. */
  private static JavaSparkContext local() {
    if (local == null) {
      local = PreparationFixture.context(2);
      local.hadoopConfiguration().set(TrapFileSystem.KEY, TrapFileSystem.class.getName());
    }
    return local;
  }

  private static void closeLocal() {
    if (local != null) {
      local.close();
      local = null;
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

  /** Two executors, of which the first that opens so many files dies. */
  private static JavaSparkContext executors(int opens, Path mark) {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> new File(entry).getAbsolutePath())
            .collect(Collectors.joining(File.pathSeparator));
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local-cluster[2,1,1024]")
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

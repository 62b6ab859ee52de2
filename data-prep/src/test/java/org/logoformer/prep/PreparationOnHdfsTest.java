package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.ShardSet;

/** From HDFS to HDFS, with a real NameNode and DataNodes. */
@Tag("cluster")
class PreparationOnHdfsTest {
  @TempDir Path temporary;

  @Test
  void theSetOnHdfsIsTheSetOnDisk() throws Exception {
    Path source = temporary.resolve("source");
    Trees.ferv39k(source);
    Configuration configuration = new Configuration();
    configuration.set("hdfs.minidfs.basedir", temporary.resolve("hdfs").toString());
    try (MiniDFSCluster cluster =
            new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
        JavaSparkContext spark = PreparationTest.context(2)) {
      FileSystem hdfs = cluster.getFileSystem();
      hdfs.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(source.toUri()), new org.apache.hadoop.fs.Path("/source"));
      String root = hdfs.getUri().toString();
      Path local = temporary.resolve("local");

      Manifest manifest =
          new Preparation(
                  spark,
                  Trees.config(Layout.FERV39K, root + "/source", root + "/shards"))
              .run()
              .manifest();
      new Preparation(spark, Trees.config(Layout.FERV39K, source.toString(), local)).run();

      org.apache.hadoop.fs.Path shards = new org.apache.hadoop.fs.Path(root + "/shards");
      for (String file : new String[] {"manifest.json", "part-00000.seq", "part-00003.seq"}) {
        try (InputStream in = hdfs.open(new org.apache.hadoop.fs.Path(shards, file))) {
          assertThat(in.readAllBytes()).as(file).isEqualTo(java.nio.file.Files.readAllBytes(local.resolve(file)));
        }
      }
      try (ShardSet set = ShardSet.open(configuration, shards, 2)) {
        ClipRecord clip = manifest.clips().get(20);
        assertThat(set.read(clip, new int[] {0, 1, 2}).count()).isEqualTo(3);
      }
    }
  }
}

package org.logoformer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A NameNode and two DataNodes, started once for all tests of the process and ending with it. */
public final class Hdfs {
  private static MiniDFSCluster cluster;

  private Hdfs() {}

  /** The cluster; whoever stops a DataNode starts it again. */
  public static synchronized MiniDFSCluster cluster() {
    if (cluster == null) {
      Configuration configuration = new Configuration();
      configuration.set(
          MiniDFSCluster.HDFS_MINIDFS_BASEDIR, Path.of("target/hdfs").toAbsolutePath().toString());
      configuration.setInt("dfs.replication", 2);
      configuration.setInt("dfs.blocksize", 1 << 20);
      try {
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
        cluster.waitActive();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return cluster;
  }

  /** Its file system. */
  public static DistributedFileSystem files() {
    try {
      return cluster().getFileSystem();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

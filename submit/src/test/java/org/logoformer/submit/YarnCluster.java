package org.logoformer.submit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * Hadoop's YARN, a resource manager and a node manager in this process; containers are processes.
 */
final class YarnCluster implements AutoCloseable {
  private final MiniYARNCluster cluster;

  /**
   * Starts it.
   *
   * @param defaultFs where YARN stages files
   * @param conf gets the client's configuration files
   */
  YarnCluster(String defaultFs, Path conf) throws IOException {
    YarnConfiguration yarn = new YarnConfiguration();
    yarn.set("fs.defaultFS", defaultFs);
    yarn.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 12 << 10);
    yarn.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    yarn.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    yarn.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99");
    yarn.set("yarn.scheduler.capacity.root.queues", "default");
    yarn.set("yarn.scheduler.capacity.root.default.capacity", "100");
    yarn.set("yarn.scheduler.capacity.maximum-am-resource-percent", "0.5");
    cluster = new MiniYARNCluster("submit-test", 1, 1, 1);
    cluster.init(yarn);
    cluster.start();
    Files.createDirectories(conf);
    try (OutputStream out = Files.newOutputStream(conf.resolve("core-site.xml"))) {
      cluster.getConfig().writeXml(out);
    }
    Files.copy(conf.resolve("core-site.xml"), conf.resolve("yarn-site.xml"));
  }

  @Override
  public void close() {
    cluster.stop();
  }
}

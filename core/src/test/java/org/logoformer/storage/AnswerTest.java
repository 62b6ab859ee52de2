package org.logoformer.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.logoformer.error.ClusterException;

class AnswerTest {
  @Test
  @Timeout(60)
  void aNameNodeThatSaysNothingIsNamedAfterAWhile() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "hdfs://127.0.0.1:" + silent.getLocalPort();
      FileSystem files = new Path(address).getFileSystem(new Configuration());
      assertThatThrownBy(() -> Answer.require(files, Duration.ofSeconds(2)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("The storage " + address)
          .hasMessageContaining("no answer within 2 s");
    }
  }

  @Test
  @Timeout(60)
  void aNameNodeThatIsNotThereIsNamed() throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.setInt("ipc.client.connect.max.retries", 0);
    FileSystem files = new Path("hdfs://127.0.0.1:1").getFileSystem(hadoop);
    assertThatThrownBy(() -> Answer.require(files, Duration.ofSeconds(50)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("The storage hdfs://127.0.0.1:1 does not answer")
        .hasMessageContaining("Connection refused");
  }
}

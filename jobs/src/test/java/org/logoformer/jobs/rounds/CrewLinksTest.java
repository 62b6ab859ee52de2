package org.logoformer.jobs.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.logoformer.train.state.FlatVector;
import scala.Option;

/** Two workers of a crew in one application, which has secrets. */
class CrewLinksTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final FlatVector SLICE = FlatVector.of(new double[200_000]);

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("test");
    conf.set("spark.ui.enabled", "false");
    conf.set("spark.authenticate", "true").set("spark.network.crypto.enabled", "true");
    spark = new JavaSparkContext(conf);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @Test
  void whatIsSentArrivesWholeAndForItsRound() {
    try (CrewLinks one = new CrewLinks("crew", 0);
        CrewLinks other = new CrewLinks("crew", 1)) {
      one.connect(List.of(one.address(), other.address()));
      other.connect(List.of(one.address(), other.address()));
      FlatVector second = FlatVector.of(2, 3);
      one.send(1, one.sealed(1, 0, head(), List.of(second)));
      one.send(1, one.sealed(0, 0, head(), List.of(SLICE)));
      assertThat(await(other, 0).vector(0)).isEqualTo(SLICE);
      assertThat(await(other, 1).vector(0)).isEqualTo(second);
      one.flush(PATIENCE, () -> false);
    }
  }

  @Test
  void whatAnotherAttemptSendsIsIgnored() {
    try (CrewLinks late = new CrewLinks("crew/0", 0);
        CrewLinks other = new CrewLinks("crew/1", 1)) {
      late.connect(List.of(late.address(), other.address()));
      other.connect(List.of(late.address(), other.address()));
      late.send(1, late.sealed(0, 0, head(), List.of(SLICE)));
      late.flush(PATIENCE, () -> false);
      assertThatThrownBy(() -> other.await(slice(0, 0), Duration.ofMillis(300), () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Worker 1 waited 0 s for worker 0 in round 1");
    }
  }

  @Test
  void aConnectionCutInTheMiddleOfASliceEndsTheWaitOfBoth() throws Exception {
    try (CrewLinks one = new CrewLinks("crew", 0);
        CrewLinks other = new CrewLinks("crew", 1);
        Cutter cutter = new Cutter(other.address().port(), SLICE.size() / 2)) {
      other.connect(List.of(one.address(), other.address()));
      one.connect(
          List.of(one.address(), new CrewAddress(1, other.address().host(), cutter.port())));
      one.send(1, one.sealed(0, 0, head(), List.of(SLICE)));
      assertThatThrownBy(() -> one.await(slice(0, 1), PATIENCE, () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Worker 0 lost its connection with worker 1 in round 1");
      // What the failure of its task does.
      one.close();
      assertThatThrownBy(() -> other.await(slice(0, 0), PATIENCE, () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Worker 1 lost its connection with worker 0 in round 1");
    }
  }

  @Test
  void whoDoesNotKnowTheSecretIsHeardByNobody() throws Exception {
    try (CrewLinks one = new CrewLinks("crew", 0);
        TransportContext stranger =
            new TransportContext(
                SparkTransportConf.fromSparkConf(
                    SparkEnv.get().conf(), "stranger", 1, Option.apply(null)),
                new NoOpRpcHandler())) {
      CrewAddress address = one.address();
      byte[] packet = new Packet<>(new CrewParcel("crew", 0, 1, 0, head()), List.of(SLICE)).bytes();
      try (TransportClient client =
          stranger.createClientFactory().createClient(address.host(), address.port())) {
        assertThatThrownBy(() -> client.sendRpcSync(ByteBuffer.wrap(packet), 10_000))
            .hasStackTraceContaining("Exception");
      }
      assertThatThrownBy(() -> one.await(slice(0, 1), Duration.ofMillis(300), () -> false))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private static CrewLinks.Arrived await(CrewLinks links, int round) {
    return links.await(slice(round, 0), PATIENCE, () -> false);
  }

  private static CrewLinks.Wanted slice(int round, int from) {
    return new CrewLinks.Wanted(round, from, 0, SliceMessage.Head.class);
  }

  private static SliceMessage.Head head() {
    return new SliceMessage.Head(0, 1, null);
  }

  /** Passes some bytes on to a port of this machine, and then nothing. */
  private static final class Cutter implements AutoCloseable {
    private final ServerSocket server;
    private final int to;
    private final long most;

    Cutter(int to, long most) throws IOException {
      this.server = new ServerSocket(0, 1, InetAddress.getByName(host()));
      this.to = to;
      this.most = most;
      Thread thread = new Thread(this::serve, "cutter");
      thread.setDaemon(true);
      thread.start();
    }

    private static String host() {
      return SparkEnv.get().blockManager().blockManagerId().host();
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      try (Socket here = server.accept();
          Socket there = new Socket(host(), to)) {
        Thread back = new Thread(() -> pass(there, here, Long.MAX_VALUE), "cutter-back");
        back.setDaemon(true);
        back.start();
        pass(here, there, most);
      } catch (IOException e) {
        // The test is over.
      }
    }

    private static void pass(Socket from, Socket to, long most) {
      byte[] buffer = new byte[8192];
      long passed = 0;
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0 && passed < most; n = in.read(buffer)) {
          out.write(buffer, 0, n);
          passed += n;
        }
      } catch (IOException e) {
        // The other direction is cut.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}

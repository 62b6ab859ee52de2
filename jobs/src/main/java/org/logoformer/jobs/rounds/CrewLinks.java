package org.logoformer.jobs.rounds;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientBootstrap;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.util.Utils$;
import org.logoformer.train.state.FlatVector;
import scala.Option;
import scala.Tuple2;

/**
 * The connections of one worker of a crew with the others, over Spark's own transport, with the
 * authentication and encryption of the application ({@code spark.authenticate}, {@code
 * spark.network.crypto.*}). A port of this worker is open as long as the task runs; Spark's keys of
 * the transport hold with {@code crew} for the module, such as {@code spark.crew.io.serverThreads}.
 *
 * <p>{@link #flush} waits until the others have what was sent; closing does not. What arrives is
 * kept until it is asked for, which is at most the means of a round and slices of the next one:
 * nobody can go on from there without this worker's part.
 */
final class CrewLinks implements AutoCloseable {
  private static final String MODULE = "crew";
  private static final int THREADS = 2;
  private static final long POLL_MILLIS = 100;

  /** The driver ends a job within this time if a worker's process is gone, and says so better. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String crew;
  private final int worker;
  private final SparkEnv spark = SparkEnv.get();
  private final Map<Wanted, Arrived> arrived = new HashMap<>();
  private final Map<Integer, TransportClient> clients = new HashMap<>();
  private final Map<Integer, Throwable> failures = new HashMap<>();
  private final TransportContext transport;
  private final TransportServer server;
  private final TransportClientFactory factory;
  private int unanswered;

  /**
   * What a worker waits for.
   *
   * @param head class of its {@link CrewParcel#head}
   */
  record Wanted(int round, int from, int slice, Class<?> head) {
    @Override
    public String toString() {
      return "worker %d in round %d of the job".formatted(from, round + 1);
    }
  }

  /**
   * A packet from another worker.
   *
   * @param bytes of the message it came in
   */
  record Arrived(Packet<CrewParcel> packet, int bytes) {
    <T> T head(Class<T> type) {
      return type.cast(packet.head().head());
    }

    FlatVector vector(int i) {
      return packet.vectors().get(i);
    }
  }

  /**
   * Opens a port.
   *
   * @param crew names the attempt at the job
   */
  CrewLinks(String crew, int worker) {
    this.crew = crew;
    this.worker = worker;
    SparkConf conf = spark.conf();
    TransportConf settings =
        SparkTransportConf.fromSparkConf(conf, MODULE, THREADS, Option.apply(null));
    SecurityManager security = spark.securityManager();
    boolean isSecret = security.isAuthenticationEnabled();
    List<TransportServerBootstrap> entrance =
        isSecret ? List.of(new AuthServerBootstrap(settings, security)) : List.of();
    List<TransportClientBootstrap> greeting =
        isSecret
            ? List.of(new AuthClientBootstrap(settings, conf.getAppId(), security))
            : List.of();
    this.transport = new TransportContext(settings, new Receiver());
    this.factory = transport.createClientFactory(greeting);
    TransportServer opened = null;
    try {
      opened = listen(entrance);
    } finally {
      if (opened == null) {
        closeTransport();
      }
    }
    this.server = opened;
  }

  /** At the next free port from that of Spark's block manager on, as if it was another service. */
  private TransportServer listen(List<TransportServerBootstrap> entrance) {
    return Utils$.MODULE$
        .<TransportServer>startServiceOnPort(
            spark.conf().getInt("spark.blockManager.port", 0),
            port -> {
              TransportServer opened = transport.createServer(host(), (int) port, entrance);
              return new Tuple2<>(opened, opened.getPort());
            },
            spark.conf(),
            "crew")
        ._1();
  }

  /** Where others reach this worker. */
  CrewAddress address() {
    return new CrewAddress(worker, host(), server.getPort());
  }

  /** The address of this process that Spark tells others, too. */
  private String host() {
    String told = spark.blockManager().blockManagerId().host();
    // Tasks of a local master have all others in this process.
    return spark.executorId().equals(SparkContext$.MODULE$.DRIVER_IDENTIFIER())
        ? spark.conf().get("spark.driver.bindAddress", told)
        : told;
  }

  /** Connects with the others; waits for each as long as {@code spark.network.timeout} says. */
  void connect(List<CrewAddress> all) {
    for (CrewAddress other : all) {
      if (other.worker() != worker) {
        clients.put(other.worker(), connected(other));
      }
    }
  }

  private TransportClient connected(CrewAddress other) {
    try {
      return factory.createClient(other.host(), other.port());
    } catch (IOException e) {
      throw new IllegalStateException(
          "Worker %d cannot reach %s: %s. Executors connect with each other at ports from spark.blockManager.port on (0: any): open them, or set train.rounds=jobs"
              .formatted(worker, other, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while connecting with " + other);
    }
  }

  /** A packet for another worker, which may be sent to several. */
  byte[] sealed(int round, int slice, Serializable head, List<FlatVector> vectors) {
    return new Packet<>(new CrewParcel(crew, round, worker, slice, head), vectors).bytes();
  }

  /** Sends what {@link #sealed} made; returns at once. */
  void send(int to, byte[] packet) {
    synchronized (arrived) {
      unanswered++;
    }
    long unused =
        clients
            .get(to)
            .sendRpc(
                ByteBuffer.wrap(packet),
                new RpcResponseCallback() {
                  @Override
                  public void onSuccess(ByteBuffer response) {
                    answered(null);
                  }

                  @Override
                  public void onFailure(Throwable e) {
                    answered(e);
                  }

                  private void answered(Throwable failure) {
                    synchronized (arrived) {
                      unanswered--;
                      if (failure != null) {
                        failures.putIfAbsent(to, failure);
                      }
                      arrived.notifyAll();
                    }
                  }
                });
  }

  /**
   * Waits for a packet.
   *
   * @param patience the longest wait
   * @param cancelled asked several times a second
   * @throws CancellationException if {@code cancelled} said so
   * @throws IllegalStateException if the connection is lost or time is up
   */
  Arrived await(Wanted wanted, Duration patience, BooleanSupplier cancelled) {
    long began = System.nanoTime();
    long lost = Long.MAX_VALUE;
    synchronized (arrived) {
      while (true) {
        Arrived packet = arrived.remove(wanted);
        if (packet != null) {
          return packet;
        }
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("Cancelled while waiting for " + wanted);
        }
        long now = System.nanoTime();
        if (lost == Long.MAX_VALUE && isLost(wanted.from())) {
          lost = now;
        }
        if (lost != Long.MAX_VALUE && now - lost > GRACE.toNanos()) {
          throw new IllegalStateException(
              "Worker %d lost its connection with %s".formatted(worker, wanted),
              failures.get(wanted.from()));
        }
        if (now - began > patience.toNanos()) {
          throw new IllegalStateException(
              "Worker %d waited %d s for %s".formatted(worker, patience.toSeconds(), wanted));
        }
        pause();
      }
    }
  }

  private boolean isLost(int other) {
    TransportClient client = clients.get(other);
    return failures.containsKey(other) || client == null || !client.isActive();
  }

  private void pause() {
    try {
      arrived.wait(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for others");
    }
  }

  /** Waits until all that was sent has arrived, or cannot any more. */
  void flush(Duration patience, BooleanSupplier cancelled) {
    long began = System.nanoTime();
    synchronized (arrived) {
      while (unanswered > 0
          && !cancelled.getAsBoolean()
          && System.nanoTime() - began < patience.toNanos()) {
        pause();
      }
    }
  }

  @Override
  public void close() {
    server.close();
    closeTransport();
  }

  private void closeTransport() {
    factory.close();
    transport.close();
  }

  /** Keeps what arrives, in threads of the transport. */
  private final class Receiver extends RpcHandler {
    private final StreamManager streams = new OneForOneStreamManager();

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback answer) {
      int bytes = message.remaining();
      Packet<CrewParcel> packet = Packet.of(message, CrewParcel.class);
      CrewParcel parcel = packet.head();
      if (parcel.crew().equals(crew)) {
        synchronized (arrived) {
          arrived.put(
              new Wanted(parcel.round(), parcel.from(), parcel.slice(), parcel.head().getClass()),
              new Arrived(packet, bytes));
          arrived.notifyAll();
        }
      }
      answer.onSuccess(ByteBuffer.allocate(0));
    }

    @Override
    public StreamManager getStreamManager() {
      return streams;
    }
  }
}

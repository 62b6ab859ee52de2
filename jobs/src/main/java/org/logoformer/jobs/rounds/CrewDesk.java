package org.logoformer.jobs.rounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.logoformer.jobs.rounds.CrewMessage.Present;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where the driver receives what the workers of one crew job say, and tells them where the others
 * are. It is an endpoint of Spark's own RPC, at the port and with the authentication and encryption
 * that the application has anyway, and is gone when the job is over: a task that outlives its job
 * finds nobody.
 */
final class CrewDesk implements ThreadSafeRpcEndpoint, AutoCloseable {
  private final RpcEnv rpc = SparkEnv.get().rpcEnv();
  private final String name = "logo-crew-" + UUID.randomUUID();
  private final int workers;
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();

  /** Those who ask where the others are, by attempt and worker. */
  private final Map<Long, Map<Integer, Asking>> asking = new HashMap<>();

  private final RpcEndpointRef reference;
  private volatile boolean isComplete;

  /**
   * A message.
   *
   * @param bytes of it, on the wire
   */
  record Said(Packet<CrewMessage> packet, int bytes) {}

  private record Asking(CrewAddress address, RpcCallContext caller) {}

  CrewDesk(int workers) {
    this.workers = workers;
    this.reference = rpc.setupEndpoint(name, this);
  }

  /** By which executors find this desk. */
  String name() {
    return name;
  }

  /** Whether all workers have been there. */
  boolean isComplete() {
    return isComplete;
  }

  /** The next message; null if none comes in that time. */
  Said poll(long millis) throws InterruptedException {
    return said.poll(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public RpcEnv rpcEnv() {
    return rpc;
  }

  @Override
  public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext caller) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(Object message) {
        return message instanceof byte[];
      }

      @Override
      public BoxedUnit apply(Object message) {
        byte[] bytes = (byte[]) message;
        Packet<CrewMessage> packet = Packet.of(bytes, CrewMessage.class);
        if (packet.head() instanceof Present present) {
          answerWhenComplete(present, caller);
        } else {
          said.add(new Said(packet, bytes.length));
          caller.reply(new byte[0]);
        }
        return BoxedUnit.UNIT;
      }
    };
  }

  /** The last worker to come brings the answer for all. */
  private synchronized void answerWhenComplete(Present present, RpcCallContext caller) {
    Map<Integer, Asking> there =
        asking.computeIfAbsent(present.attempt(), attempt -> new TreeMap<>());
    there.put(present.address().worker(), new Asking(present.address(), caller));
    if (there.size() == workers) {
      isComplete = true;
      ArrayList<CrewAddress> all = new ArrayList<>();
      there.values().forEach(a -> all.add(a.address()));
      byte[] answer = Wire.encode(all);
      there.values().forEach(a -> a.caller().reply(answer));
      asking.remove(present.attempt());
    }
  }

  @Override
  public synchronized void close() {
    rpc.stop(reference);
    IllegalStateException over = new IllegalStateException("The crew's job is over");
    asking.values().forEach(all -> all.values().forEach(a -> a.caller().sendFailure(over)));
  }
}

package org.logoformer.jobs.rounds;

import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where the driver receives what the workers of one crew job say. It is an endpoint of Spark's own
 * RPC, at the port and with the authentication and encryption that the application has anyway, and
 * is gone when the job is over: a task that outlives its job finds nobody.
 */
final class CrewDesk implements ThreadSafeRpcEndpoint, AutoCloseable {
  private final RpcEnv rpc = SparkEnv.get().rpcEnv();
  private final String name = "logo-crew-" + UUID.randomUUID();
  private final BlockingQueue<Packet<CrewMessage>> said = new LinkedBlockingQueue<>();
  private final RpcEndpointRef reference = rpc.setupEndpoint(name, this);

  /** By which executors find this desk. */
  String name() {
    return name;
  }

  /** The next message; null if none comes in that time. */
  Packet<CrewMessage> poll(long millis) throws InterruptedException {
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
        said.add(Packet.of((byte[]) message, CrewMessage.class));
        caller.reply(true);
        return BoxedUnit.UNIT;
      }
    };
  }

  @Override
  public void close() {
    rpc.stop(reference);
  }
}

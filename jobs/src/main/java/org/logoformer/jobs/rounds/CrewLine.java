package org.logoformer.jobs.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import org.logoformer.jobs.rounds.CrewMessage.Present;
import org.logoformer.train.state.FlatVector;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A worker's line to the {@link CrewDesk} of its job. */
final class CrewLine {
  private static final ClassTag<byte[]> ANSWER = ClassTag$.MODULE$.apply(byte[].class);

  private final RpcEndpointRef desk;
  private final RpcTimeout patience;

  /** What the driver has not answered yet; null if there is nothing. */
  private Future<byte[]> open;

  private CrewLine(RpcEndpointRef desk, RpcTimeout patience) {
    this.desk = desk;
    this.patience = patience;
  }

  /** The line from this process; fails if the job is over. */
  static CrewLine to(String desk) {
    SparkEnv env = SparkEnv.get();
    return new CrewLine(
        RpcUtils.makeDriverRef(desk, env.conf(), env.rpcEnv()), RpcUtils.askRpcTimeout(env.conf()));
  }

  /**
   * Says something, once the driver has what was said before; it may not have this yet.
   *
   * @throws RuntimeException of Spark if the driver does not answer or the job is over
   */
  void say(CrewMessage message, FlatVector... vectors) {
    settle();
    open = ask(message, vectors);
  }

  /** Waits until the driver has all that was said, at most {@code spark.rpc.askTimeout}. */
  void settle() {
    if (open != null) {
      byte[] unused = patience.awaitResult(open);
      open = null;
    }
  }

  /** Says where a worker listens, and waits until all the others have said so. */
  List<CrewAddress> meet(Present message, Duration beginning) {
    RpcTimeout limit =
        new RpcTimeout(
            FiniteDuration.apply(beginning.toSeconds(), TimeUnit.SECONDS), "the crew's beginning");
    byte[] packet = new Packet<>(message, List.of()).bytes();
    List<?> addresses =
        Wire.decode(limit.awaitResult(desk.ask(packet, limit, ANSWER)), ArrayList.class);
    return addresses.stream().map(CrewAddress.class::cast).toList();
  }

  private Future<byte[]> ask(CrewMessage message, FlatVector... vectors) {
    return desk.ask(new Packet<>(message, List.of(vectors)).bytes(), ANSWER);
  }
}

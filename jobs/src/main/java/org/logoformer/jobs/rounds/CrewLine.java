package org.logoformer.jobs.rounds;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.util.RpcUtils;
import org.logoformer.jobs.rounds.CrewMessage.Present;
import org.logoformer.train.state.FlatVector;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A worker's line to the {@link CrewDesk} of its job. */
final class CrewLine {
  private static final ClassTag<byte[]> ANSWER = ClassTag$.MODULE$.apply(byte[].class);

  private final RpcEndpointRef desk;

  private CrewLine(RpcEndpointRef desk) {
    this.desk = desk;
  }

  /** The line from this process; fails if the job is over. */
  static CrewLine to(String desk) {
    SparkEnv env = SparkEnv.get();
    return new CrewLine(RpcUtils.makeDriverRef(desk, env.conf(), env.rpcEnv()));
  }

  /**
   * Says something and waits until the driver has it, at most {@code spark.rpc.askTimeout}.
   *
   * @throws RuntimeException of Spark if the driver does not answer or the job is over
   */
  void say(CrewMessage message, FlatVector... vectors) {
    byte[] unused = ask(message, vectors);
  }

  /** Says where a worker listens, and waits as long for all the others to have said so. */
  List<CrewAddress> meet(Present message) {
    List<?> addresses = Wire.decode(ask(message), ArrayList.class);
    return addresses.stream().map(CrewAddress.class::cast).toList();
  }

  private byte[] ask(CrewMessage message, FlatVector... vectors) {
    return desk.askSync(new Packet<>(message, List.of(vectors)).bytes(), ANSWER);
  }
}

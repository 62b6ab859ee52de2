package org.logoformer.jobs.rounds;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** The reduce task of a round: one slice of all workers. */
final class SumTask implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, byte[]> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<byte[]> call(Iterator<Tuple2<Integer, byte[]>> slices) {
    long began = System.nanoTime();
    List<SliceMessage> messages = new ArrayList<>();
    long fetched = 0;
    while (slices.hasNext()) {
      byte[] message = slices.next()._2();
      fetched += message.length;
      messages.add(SliceMessage.of(message));
    }
    SliceSum sum = SliceSum.of(messages);
    long nanos = System.nanoTime() - began;
    return List.of(new SliceSum.Arrived(sum, nanos, fetched).bytes()).iterator();
  }
}

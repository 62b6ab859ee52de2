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
    List<SliceMessage> messages = new ArrayList<>();
    slices.forEachRemaining(s -> messages.add(Wire.decode(s._2(), SliceMessage.class)));
    return List.of(Wire.encode(SliceSum.of(messages))).iterator();
  }
}

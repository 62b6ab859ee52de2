package org.logoformer.jobs.doctor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.logoformer.jobs.rounds.Wire;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Asks every slot of the cluster at the same time: one barrier stage, so that none is left out. */
final class EverySlot {
  private EverySlot() {}

  /**
   * Work on a slot.
   *
   * @param <T> its answer, of this project's or the JDK's types
   */
  @FunctionalInterface
  interface Work<T extends Serializable> extends Serializable {
    /** Does it; {@code number} counts the slots from 0. */
    T of(int number);
  }

  /** Tasks that the cluster can run side by side now. */
  static int count(JavaSparkContext spark) {
    SparkContext context = spark.sc();
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  /** The answers of {@code slots} slots, all at work at the same time, by number. */
  static <T extends Serializable> List<T> ask(
      JavaSparkContext spark, int slots, Class<T> type, Work<T> work) {
    List<Integer> numbers = IntStream.range(0, slots).boxed().toList();
    RDD<Integer> tasks = spark.parallelize(new ArrayList<>(numbers), slots).rdd();
    ClassTag<byte[]> bytes = ClassTag$.MODULE$.apply(byte[].class);
    return tasks
        .barrier()
        .mapPartitions(
            (Function1<Iterator<Integer>, Iterator<byte[]>> & Serializable)
                number -> {
                  byte[] answer = Wire.encode(work.of(number.next()));
                  return JavaConverters.asScalaIterator(List.of(answer).iterator());
                },
            false,
            bytes)
        .toJavaRDD()
        .collect()
        .stream()
        .map(answer -> Wire.decode(answer, type))
        .toList();
  }
}

package org.logoformer.jobs.slots;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Where the workers of a training sit, when several trainings share one application. What is set
 * holds for the jobs of the current thread of the driver, as Spark's pools do. Spark runs a task
 * elsewhere if its seat is lost or stays taken: a seat keeps networks where they are and decides no
 * result.
 */
public final class Seats {
  private static final String PLACES = "logoformer.places";
  private static final String ROOM = "logoformer.room";
  private static final String SEPARATOR = ",";

  private Seats() {}

  /**
   * A place for the tasks of a worker.
   *
   * @param host as Spark's scheduler calls it
   * @param executor Spark's id of it
   */
  public static String place(String host, String executor) {
    return "executor_" + host + "_" + executor;
  }

  /**
   * Seats the training of this thread.
   *
   * @param places one for each worker; empty: anywhere
   * @param room networks that an executor may hold side by side; 0: those of one training
   */
  public static void take(JavaSparkContext spark, List<String> places, int room) {
    spark.setLocalProperty(PLACES, places.isEmpty() ? null : String.join(SEPARATOR, places));
    spark.setLocalProperty(ROOM, room == 0 ? null : Integer.toString(room));
  }

  /** Networks that the process of this task may hold side by side. */
  public static int room() {
    TaskContext task = TaskContext.get();
    String room = task == null ? null : task.getLocalProperty(ROOM);
    return room == null ? 0 : Integer.parseInt(room);
  }

  /** As Spark's own, with part i on the seat of worker i. */
  public static <T> JavaRDD<T> parallelize(JavaSparkContext spark, List<T> values, int parts) {
    String places = spark.getLocalProperty(PLACES);
    if (places == null) {
      return spark.parallelize(values, parts);
    }
    List<String> seats = List.of(places.split(SEPARATOR, -1));
    List<Tuple2<List<T>, Seq<String>>> placed =
        IntStream.range(0, parts)
            .mapToObj(
                i ->
                    new Tuple2<>(
                        part(values, i, parts), scala(List.of(seats.get(i % seats.size())))))
            .toList();
    ClassTag<List<T>> lists = ClassTag$.MODULE$.apply(List.class);
    return spark.sc().makeRDD(scala(placed), lists).toJavaRDD().flatMap(List::iterator);
  }

  /** As Spark cuts a list. */
  private static <T> List<T> part(List<T> values, int i, int parts) {
    int from = Math.toIntExact((long) values.size() * i / parts);
    int to = Math.toIntExact((long) values.size() * (i + 1) / parts);
    return new ArrayList<>(values.subList(from, to));
  }

  private static <T> Seq<T> scala(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toSeq();
  }
}

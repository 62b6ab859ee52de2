package org.logoformer.jobs.slots;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.logoformer.jobs.slots.Seating.Seat;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Seats of workers, for trainings that run side by side in one application. A seat is the executor
 * that Spark should prefer for a worker's tasks, so that the worker finds its network there again.
 * Like a scheduler pool of Spark, the seats hold for all jobs that the current thread of the driver
 * starts. A task whose seat is lost, or busy for long, runs elsewhere; no result depends on it.
 */
public final class Seats {
  private static final String POOL = "spark.scheduler.pool";
  private static final String PLACES = "logoformer.places";
  private static final String ROOM = "logoformer.room";
  private static final String SEPARATOR = ",";

  private Seats() {}

  /** The name that Spark's scheduler has for an executor as a preferred location. */
  public static String place(ExecutorSummary executor) {
    String address = executor.hostPort();
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    return "executor_" + host + "_" + executor.id();
  }

  /**
   * Does some work in this thread, whose Spark jobs have a pool of the fair scheduler, a group (by
   * which they can be cancelled) and seats of their own.
   *
   * @param name of the pool and of the group
   */
  public static <T> T on(JavaSparkContext spark, Seat seat, String name, Supplier<T> work) {
    spark.setLocalProperty(POOL, name);
    spark.setJobGroup(name, name, false);
    take(spark, seat);
    try {
      return work.get();
    } finally {
      take(spark, Seat.ALONE);
      spark.clearJobGroup();
      spark.setLocalProperty(POOL, null);
    }
  }

  /** Cancels the jobs of such work; those of an application that has ended are no more. */
  public static void cancel(JavaSparkContext spark, String name) {
    try {
      if (!spark.sc().isStopped()) {
        spark.cancelJobGroup(name);
      }
    } catch (IllegalStateException e) {
      if (!spark.sc().isStopped()) {
        throw e;
      }
    }
  }

  private static void take(JavaSparkContext spark, Seat seat) {
    spark.setLocalProperty(
        PLACES, seat.places().isEmpty() ? null : String.join(SEPARATOR, seat.places()));
    spark.setLocalProperty(ROOM, seat.room() == 0 ? null : Integer.toString(seat.room()));
  }

  /** Networks that the process of the current task may hold at a time, as {@link Seat#room}. */
  static int room() {
    TaskContext task = TaskContext.get();
    String room = task == null ? null : task.getLocalProperty(ROOM);
    return room == null ? 0 : Integer.parseInt(room);
  }

  /**
   * As {@link JavaSparkContext#parallelize}, but part i prefers the seat of worker i, as long as
   * that executor lives: Spark would wait for it three seconds in every job.
   */
  public static <T> JavaRDD<T> parallelize(JavaSparkContext spark, List<T> values, int parts) {
    String places = spark.getLocalProperty(PLACES);
    if (places == null) {
      return spark.parallelize(values, parts);
    }
    List<String> seats = List.of(places.split(SEPARATOR, -1));
    Set<String> alive = alive(spark);
    List<Tuple2<List<T>, Seq<String>>> placed = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      String seat = seats.get(i % seats.size());
      List<String> preferred = alive.contains(seat) ? List.of(seat) : List.of();
      placed.add(new Tuple2<>(part(values, i, parts), scala(preferred)));
    }
    ClassTag<List<T>> lists = ClassTag$.MODULE$.apply(List.class);
    return spark.sc().makeRDD(scala(placed), lists).toJavaRDD().flatMap(List::iterator);
  }

  private static Set<String> alive(JavaSparkContext spark) {
    return JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true)).stream()
        .map(Seats::place)
        .collect(Collectors.toSet());
  }

  /** The values of part i, as Spark's own {@code parallelize} would cut the list. */
  private static <T> List<T> part(List<T> values, int i, int parts) {
    int from = Math.toIntExact((long) values.size() * i / parts);
    int to = Math.toIntExact((long) values.size() * (i + 1) / parts);
    return new ArrayList<>(values.subList(from, to));
  }

  private static <T> Seq<T> scala(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toSeq();
  }
}

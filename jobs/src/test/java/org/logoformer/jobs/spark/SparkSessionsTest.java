package org.logoformer.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

final class SparkSessionsTest {
  @Test
  void runsOnAllCoresOfThisMachineUnlessToldOtherwise() {
    assertThat(SparkSessions.conf(LogoConfig.of(), "evaluate").get("spark.master"))
        .isEqualTo("local[*]");
    LogoConfig config = LogoConfig.of("spark.master=spark://there:7077", "run.name=a");
    SparkConf conf = SparkSessions.conf(config, "evaluate");
    assertThat(conf.get("spark.master")).isEqualTo("spark://there:7077");
    assertThat(conf.get("spark.app.name")).isEqualTo("logo evaluate a");
  }

  @Test
  void passesSettingsOnAsTheyAre() {
    LogoConfig config =
        LogoConfig.of(
            "spark.conf.\"spark.executor.memory\"=3g",
            "spark.conf.\"spark.ui.showConsoleProgress\"=\"true\"");
    SparkConf conf = SparkSessions.conf(config, "train");
    assertThat(conf.get("spark.executor.memory")).isEqualTo("3g");
    assertThat(conf.get("spark.ui.showConsoleProgress")).isEqualTo("true");
  }

  @Test
  void kryoCarriesArrays() {
    LogoConfig config =
        LogoConfig.of("spark.conf.spark.serializer=org.apache.spark.serializer.KryoSerializer");
    SerializerInstance kryo = new KryoSerializer(SparkSessions.conf(config, "train")).newInstance();
    INDArray values = Nd4j.createFromArray(1f, -2f, 3.5f);
    ClassTag<INDArray> type = ClassTag$.MODULE$.apply(INDArray.class);
    assertThat(kryo.deserialize(kryo.serialize(values, type), type)).isEqualTo(values);
  }

  /** Spark asks three times, twenty seconds each. */
  @Test
  @Timeout(240)
  void aMasterThatTakesTheConnectionAndSaysNothingIsNamed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String master = "spark://127.0.0.1:" + silent.getLocalPort();
      LogoConfig config =
          LogoConfig.of(
              "spark.master=\"" + master + "\"", "spark.conf.\"spark.ui.enabled\"=\"false\"");
      assertThatThrownBy(() -> SparkSessions.open(config, "test"))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("spark.master = " + master)
          .hasMessageContaining("but not the application");
    }
  }

  @Test
  void aContextThatStoppedWhileItBeganSaysTheSame() {
    SparkConf conf =
        SparkSessions.conf(LogoConfig.of("spark.master=\"spark://there:7077\""), "test");
    Exception stopped =
        new IllegalStateException("Cannot call methods on a stopped SparkContext.\nIt was ..");
    assertThat(SparkSessions.failure(conf, stopped))
        .hasMessageContaining("spark.master = spark://there:7077 took the connection")
        .hasCause(stopped);
    Exception missing = new NullPointerException("_taskScheduler() is null");
    missing.setStackTrace(new StackTraceElement[] {frame("org.apache.spark.SparkContext")});
    assertThat(SparkSessions.failure(conf, missing))
        .hasMessageContaining("spark.master = spark://there:7077 took the connection")
        .hasCause(missing);
  }

  @Test
  void otherFailuresAreNotLaidToTheMaster() {
    SparkConf conf =
        SparkSessions.conf(LogoConfig.of("spark.master=\"spark://there:7077\""), "test");
    assertThat(SparkSessions.failure(conf, new IllegalStateException("of another kind")))
        .hasMessageStartingWith("Spark did not start (of another kind)");
    Exception elsewhere = new NullPointerException("a plugin's");
    elsewhere.setStackTrace(new StackTraceElement[] {frame("org.example.Plugin")});
    assertThat(SparkSessions.failure(conf, elsewhere))
        .hasMessageStartingWith("Spark did not start (a plugin's)");
  }

  private static StackTraceElement frame(String type) {
    return new StackTraceElement(type, "<init>", null, 1);
  }

  @Test
  void aTaskThatRunsOutOfMemoryHereFailsTheJobAndNotTheProcess() {
    LogoConfig config =
        LogoConfig.of("spark.master=\"local[1]\"", "spark.conf.\"spark.ui.enabled\"=\"false\"");
    try (SparkSession session = SparkSessions.open(config, "test")) {
      JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
      assertThatThrownBy(
              () ->
                  spark
                      .parallelize(List.of(1), 1)
                      .foreach(
                          i -> {
                            throw new OutOfMemoryError("of a test");
                          }))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("OutOfMemoryError: of a test");
    }
  }

  @Test
  void opensASessionThatComputes() {
    LogoConfig config =
        LogoConfig.of("spark.master=\"local[2]\"", "spark.conf.\"spark.ui.enabled\"=\"false\"");
    try (SparkSession session = SparkSessions.open(config, "test")) {
      JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
      assertThat(spark.parallelize(List.of(1, 2, 3), 2).map(i -> i * i).collect())
          .containsExactly(1, 4, 9);
    }
  }
}

package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.apache.spark.deploy.k8s.KubernetesConf;
import org.apache.spark.deploy.k8s.KubernetesDriverConf;
import org.apache.spark.deploy.k8s.submit.ClientArguments;
import org.apache.spark.deploy.k8s.submit.KubernetesDriverBuilder;
import org.apache.spark.internal.config.package$;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.submit.Launch;
import scala.Option;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.collection.immutable.Map$;

/**
 * What Spark would ask of a Kubernetes API server: the generated command goes through Spark's own
 * parser and the pods are built by Spark's own builders from our templates. No server is asked.
 */
class KubernetesPodsTest {
  @TempDir Path home;
  private Tuple4<Seq<String>, Seq<String>, SparkConf, String> submitted;

  @BeforeEach
  void submit() throws IOException {
    SubmittedCommandTest.build(home);
    for (String role : new String[] {"driver", "executor"}) {
      String template = "k8s-" + role + ".yaml";
      Files.copy(Path.of("../submit", template), home.resolve("submit").resolve(template));
    }
    List<String> line =
        Launch.line(
            List.of("train", "--config", "../conf/cluster-k8s.conf", "spark.gpus=1"),
            home,
            Map.of("SPARK_HOME", "/opt/spark"));
    List<String> arguments =
        line.subList(line.indexOf("/opt/spark/bin/spark-submit") + 1, line.size());
    submitted =
        new SparkSubmit()
            .prepareSubmitEnvironment(
                new SparkSubmitArguments(scala(arguments), Map$.MODULE$.empty()), Option.empty());
  }

  /** It is one for the process: sessions of other tests would wait for GPUs. */
  @AfterEach
  void forgetResources() {
    ResourceProfile$.MODULE$.clearDefaultProfile();
  }

  @Test
  void sparkTakesTheCommandForKubernetes() {
    assertThat(submitted._4())
        .isEqualTo("org.apache.spark.deploy.k8s.submit.KubernetesClientApplication");
  }

  @Test
  void theDriversPodRunsTheCommandWithItsSettings() {
    try (KubernetesClient client = client()) {
      ClientArguments arguments =
          ClientArguments.fromCommandLineArgs(
              JavaConverters.seqAsJavaList(submitted._1()).toArray(String[]::new));
      KubernetesDriverConf conf =
          KubernetesConf.createDriverConf(
              submitted._3(),
              "app-1",
              arguments.mainAppResource(),
              arguments.mainClass(),
              arguments.driverArgs(),
              Option.empty());
      var driver = new KubernetesDriverBuilder().buildFromFeatures(conf, client);
      Container container = driver.pod().container();
      assertThat(container.getImage()).isEqualTo("logoformer:0.1.0");
      assertThat(container.getArgs())
          .contains(
              "driver",
              "org.logoformer.jobs.submit.ClusterMain",
              "train",
              "run.dir=hdfs://namenode:8020/runs");
      assertThat(environment(container))
          .containsEntry("OMP_NUM_THREADS", "4")
          .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
      // 2 GiB of heap, 12 GiB native, 1 GiB for the JVM.
      assertThat(container.getResources().getLimits().get("memory").toString())
          .isEqualTo("15360Mi");
      Pod pod = driver.pod().pod();
      assertThat(pod.getMetadata().getLabels())
          .containsEntry("app.kubernetes.io/name", "logoformer");
      assertThat(pod.getMetadata().getAnnotations())
          .containsEntry("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
      assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("spark");
    }
  }

  @Test
  void anExecutorsPodHasItsGpuAndKeepsAwayFromTheOthers() {
    try (KubernetesClient client = client()) {
      SparkConf conf =
          submitted._3().clone().set("spark.driver.host", "driver").set("spark.driver.port", "1");
      var executor =
          new KubernetesExecutorBuilder()
              .buildFromFeatures(
                  KubernetesConf.createExecutorConf(
                      conf,
                      "1",
                      "app-1",
                      Option.empty(),
                      ResourceProfile.DEFAULT_RESOURCE_PROFILE_ID()),
                  new SecurityManager(conf, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE()),
                  client,
                  ResourceProfile$.MODULE$.getOrCreateDefaultProfile(conf));
      Container container = executor.pod().container();
      Map<String, String> limits =
          container.getResources().getLimits().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString()));
      // 4 GiB of heap, 12 GiB native, 1 GiB for the JVM.
      assertThat(limits).containsEntry("nvidia.com/gpu", "1").containsEntry("memory", "17408Mi");
      assertThat(container.getResources().getRequests().get("cpu").toString()).isEqualTo("4");
      assertThat(environment(container)).containsEntry("OMP_NUM_THREADS", "4");
      assertThat(environment(container).get("SPARK_CLASSPATH")).isEqualTo("/opt/logoformer/app/*");
      Pod pod = executor.pod().pod();
      assertThat(pod.getSpec().getTopologySpreadConstraints()).hasSize(1);
      assertThat(pod.getSpec().getTolerations())
          .extracting(Toleration::getKey)
          .contains("nvidia.com/gpu");
    }
  }

  private static Map<String, String> environment(Container container) {
    List<EnvVar> variables = new ArrayList<>(container.getEnv());
    variables.removeIf(v -> v.getValue() == null);
    return variables.stream()
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue, (a, b) -> b));
  }

  private static Seq<String> scala(List<String> words) {
    return JavaConverters.asScalaBuffer(words).toSeq();
  }

  private static KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build())
        .build();
  }
}

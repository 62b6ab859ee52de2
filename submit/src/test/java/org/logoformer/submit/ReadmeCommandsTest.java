package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command of README.md as it stands there, on a cluster whose default file system is HDFS;
 * only settings that make networks and data small are added behind it.
 */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeCommandsTest {
  /** Run by other tests, or by the reader of this line. */
  private static final Set<String> NOT_OF_THE_PROGRAM =
      Set.of("submit/quickstart", "mvn -B verify", "submit/cluster-up", "submit/cluster-down");

  private static final String SMALL =
      "model.preset=tiny train.epochs=1 train.batch=8 train.workers=2 train.threads=1"
          + " train.averaging-frequency=1 prep.store-size=64 prep.shard-size=1m synth.train-clips=14"
          + " synth.test-clips=7 synth.frames-max=9 spark.master=local[2]"
          + " spark.conf.spark.ui.enabled=false";

  private static final String IN_README = "hdfs:///";
  private static final String SOURCE = "/data/FERV39K";
  private static final String VIDEOS = "../core/src/test/resources/org/logoformer/video";

  @TempDir static Path folder;

  /** After how long a client asks whether a block was reported: it writes hundreds of frames. */
  private static final String ASK_AGAIN =
      "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";

  private static MiniDFSCluster cluster;
  private static DistributedFileSystem hdfs;
  private static Process program;
  private static Writer typed;
  private static BufferedReader printed;

  @BeforeAll
  static void startHdfsAndTheProgram() throws IOException {
    Configuration conf = new Configuration();
    conf.set("hdfs.minidfs.basedir", folder.resolve("hdfs").toString());
    conf.setInt("dfs.replication", 1);
    conf.setInt(ASK_AGAIN, 10);
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    Path site = Files.createDirectories(folder.resolve("hadoop"));
    Files.writeString(
        site.resolve("core-site.xml"),
        """
        <configuration>
          <property><name>fs.defaultFS</name><value>%s</value></property>
          <property><name>%s</name><value>10</value></property>
        </configuration>
        """
            .formatted(hdfs.getUri(), ASK_AGAIN));
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.createSymbolicLink(project.resolve("conf"), Path.of("../conf").toRealPath());
    start(site, project);
    hdfs.mkdirs(hdfs.getHomeDirectory());
    run("synth", "synth.output=" + SOURCE);
  }

  private static void start(Path site, Path project) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String opened :
        "java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar"
            .split(" ", -1)) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(List.of("-Xmx1g", "-Djava.awt.headless=true", "-cp"));
    StringBuilder classpath = new StringBuilder(site.toString());
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      classpath.append(':').append(Path.of(entry).toAbsolutePath());
    }
    command.addAll(List.of(classpath.toString(), CommandLines.class.getName()));
    ProcessBuilder process = new ProcessBuilder(command).directory(project.toFile());
    process.redirectError(folder.resolve("program.err").toFile());
    process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    program = process.start();
    typed =
        new BufferedWriter(
            new OutputStreamWriter(program.getOutputStream(), StandardCharsets.UTF_8));
    printed =
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
  }

  @AfterAll
  static void stop() {
    program.destroyForcibly();
    cluster.shutdown();
  }

  @Test
  @Order(1)
  void everyCommandRunsAsItIsWritten() throws IOException {
    copy(SOURCE, hdfs, new org.apache.hadoop.fs.Path("target/ferv39k"));
    List<String> ran = new ArrayList<>();
    for (String command : Readme.commands()) {
      if (NOT_OF_THE_PROGRAM.contains(command)) {
        assertThat(command.startsWith("mvn ") || Files.isExecutable(Path.of("..", command)))
            .isTrue();
        continue;
      }
      List<String> words = words(command);
      ran.add(words.get(0));
      if (words.get(0).equals("sweep")) {
        copy("/ferv39k", hdfs, new org.apache.hadoop.fs.Path("/shards"));
      } else if (command.contains("/data/own")) {
        giveClipsOfOnesOwn();
      } else if (words.get(0).equals("predict")) {
        givePredictItsInput();
      } else if (words.get(0).equals("import")) {
        // What decides how a file is read is its first bytes.
        copyWeights("resnet18.pth");
      } else if (words.get(0).equals("synth")) {
        hdfs.delete(new org.apache.hadoop.fs.Path("target/ferv39k"), true);
      }
      if (command.contains("cluster-standalone.conf")) {
        // The file names the ports of submit/cluster-up.
        String root = hdfs.getUri() + "/cluster";
        words.addAll(
            List.of(
                "run.dir=" + root + "/runs",
                "data.shards=" + root + "/s",
                "prep.output=" + root + "/s"));
      }
      run(words.toArray(String[]::new));
    }
    assertThat(ran)
        .contains("prep", "train", "evaluate", "report", "sweep", "predict", "doctor", "synth")
        .contains("import", "export");
    Path project = folder.resolve("project");
    assertThat(project.resolve("report.html")).as("what is for people is local").exists();
    assertThat(project.resolve("predictions.csv")).exists();
    assertThat(project.resolve("new.csv"))
        .content()
        .contains("clip-20,", "sound.mp4,")
        .containsPattern("calm|glad|tense");
    assertThat(project.resolve("sheet.png")).exists();
    assertThat(project.resolve("quality.html")).exists();
    assertThat(project.resolve("logo.safetensors")).exists();
    assertThat(hdfs.exists(new org.apache.hadoop.fs.Path("report.html"))).isFalse();
    assertThat(hdfs.exists(new org.apache.hadoop.fs.Path("/runs/ferv39k-paper/metrics.json")))
        .isTrue();
    assertThat(project.resolve("runs")).doesNotExist();
    assertThat(exists("/runs/ferv39k-paper/fold-0/predictions.parquet")).isTrue();
    assertThat(exists("/runs/sweep-example/sweep.csv")).isTrue();
    String out = hdfs.getUri() + "/predicted.parquet";
    String set = "data.shards=" + hdfs.getUri() + "/ferv39k";
    run("predict", "--run", hdfs.getUri() + "/runs/ferv39k-paper", set, "--out", out);
    assertThat(exists("/predicted.parquet/_SUCCESS")).isTrue();
    assertThat(exists("/predicted.parquet/part-00000.parquet")).isTrue();
  }

  private static boolean exists(String place) throws IOException {
    return hdfs.exists(new org.apache.hadoop.fs.Path(place));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "hdfs://HOST/", "file:///"})
  @Order(2)
  void everySpellingOfAPathMeansItsFileSystem(String form) throws IOException {
    String root = form.replace("hdfs://HOST/", hdfs.getUri() + "/");
    String base =
        (form.equals("file:///") ? folder.toString().substring(1) + "/" : "")
            + "as-"
            + Integer.toHexString(form.hashCode());
    org.apache.hadoop.fs.Path source = new org.apache.hadoop.fs.Path(root + base + SOURCE);
    FileSystem files = form.equals("file:///") ? FileSystem.getLocal(new Configuration()) : hdfs;
    copy(SOURCE, files, source);
    for (String command : Readme.commands()) {
      // Those on clips of one's own, and fine-tuning, take the same ways.
      if (command.contains(IN_README) && !command.matches(".*(own|fine-tune).*")) {
        List<String> words = words(command);
        words.replaceAll(
            w -> w.replace(IN_README, root + base + "/").replace("=" + SOURCE, "=" + source));
        if (words.get(0).equals("sweep")) {
          copy("/ferv39k", files, new org.apache.hadoop.fs.Path(root + base + "/shards"));
          words.add("sweep.grid=[\"optimiser.lr = 0.01\"]");
        }
        run(words.toArray(String[]::new));
      }
    }
    org.apache.hadoop.fs.Path run =
        new org.apache.hadoop.fs.Path(root + base + "/runs/ferv39k-paper");
    assertThat(files.exists(new org.apache.hadoop.fs.Path(run, "metrics.json"))).isTrue();
    assertThat(files.exists(new org.apache.hadoop.fs.Path(run, "config.conf"))).isTrue();
  }

  @Test
  @Order(3)
  void commandsInItsTextAreKnown() throws IOException {
    for (String command : Readme.mentioned()) {
      List<String> words = words(command);
      if (!words.contains("--help")) {
        words.add("--help");
      }
      assertThat(ended(words)).as(command).endsWith(CommandLines.ENDED + 0 + "\n");
    }
  }

  @Test
  @Order(4)
  void aSourceThatIsNotThereNamesBothFileSystemsItCouldMean() throws IOException {
    Files.createDirectories(folder.resolve("here"));
    String answer =
        ended(
            List.of(
                "prep",
                "prep.source=" + folder + "/here",
                "prep.output=/o",
                "spark.master=local[2]"));
    assertThat(answer)
        .endsWith(CommandLines.ENDED + 3 + "\n")
        .contains(hdfs.getUri() + folder.toString() + "/here")
        .contains("file://" + folder + "/here, which is there");
  }

  /** Those of the README's run. */
  private static void copyWeights(String place) throws IOException {
    FileStatus[] found =
        hdfs.globStatus(
            new org.apache.hadoop.fs.Path(
                "/runs/ferv39k-paper/fold-0/ckpt/epoch*/params.safetensors"));
    copy(found[0].getPath().toString(), hdfs, new org.apache.hadoop.fs.Path(place));
  }

  private static void givePredictItsInput() throws IOException {
    copyWeights("params.safetensors");
    copy(SOURCE + "/2_ClipsforFaceCrop", hdfs, new org.apache.hadoop.fs.Path("/data/clips"));
  }

  /** Those of the data set, in a list that gives them other classes; the last ones again as new. */
  private static void giveClipsOfOnesOwn() throws IOException {
    org.apache.hadoop.fs.Path list = new org.apache.hadoop.fs.Path("/data/own/list.csv");
    if (hdfs.exists(list)) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    int clip = 0;
    for (FileStatus found :
        hdfs.globStatus(new org.apache.hadoop.fs.Path(SOURCE + "/2_ClipsforFaceCrop/*/*/*"))) {
      String label = List.of("calm", "tense", "glad").get(clip % 3);
      lines.append("clip-%d,%s,%s%n".formatted(clip, label, clip < 14 ? "train" : "test"));
      String from = found.getPath().toUri().getPath();
      copy(from, hdfs, new org.apache.hadoop.fs.Path("/data/own/clip-" + clip));
      if (clip > 18) {
        copy(from, hdfs, new org.apache.hadoop.fs.Path("/data/own/new/clip-" + clip));
      }
      clip++;
    }
    for (String video : List.of("b-frames.mp4", "mpeg4.avi", "bt709-full.mkv")) {
      lines.append("%s,%s,train%n".formatted(video, "glad"));
      hdfs.copyFromLocalFile(
          new org.apache.hadoop.fs.Path(Path.of(VIDEOS, video).toUri()),
          new org.apache.hadoop.fs.Path("/data/own/" + video));
    }
    hdfs.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(Path.of(VIDEOS, "sound.mp4").toUri()),
        new org.apache.hadoop.fs.Path("/data/own/new/sound.mp4"));
    try (Writer out = new OutputStreamWriter(hdfs.create(list), StandardCharsets.UTF_8)) {
      out.write(lines.toString());
    }
  }

  private static void copy(String from, FileSystem to, org.apache.hadoop.fs.Path place)
      throws IOException {
    to.mkdirs(to.makeQualified(place).getParent());
    FileUtil.copy(hdfs, new org.apache.hadoop.fs.Path(from), to, place, false, new Configuration());
  }

  /** The words behind {@code submit/logo}. */
  private static List<String> words(String command) {
    assertThat(command).as("a command that no test knows").startsWith("submit/logo ");
    return new ArrayList<>(
        List.of(command.split("\\s+", -1)).subList(1, command.split("\\s+", -1).length));
  }

  private static void run(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    // It has no settings.
    if (!all.subList(0, 2).equals(List.of("inspect", "shards"))) {
      all.addAll(List.of(SMALL.split(" ", -1)));
    }
    assertThat(ended(all)).as("%s", all).endsWith(CommandLines.ENDED + 0 + "\n");
  }

  /** What a command printed, and its end. */
  private static String ended(List<String> words) throws IOException {
    typed.write(String.join("\t", words) + "\n");
    typed.flush();
    StringBuilder answer = new StringBuilder();
    for (String line = printed.readLine(); line != null; line = printed.readLine()) {
      answer.append(line).append('\n');
      if (line.startsWith(CommandLines.ENDED)) {
        return answer.toString();
      }
    }
    throw new IllegalStateException(
        "The program died: " + answer + Files.readString(folder.resolve("program.err")));
  }
}

package org.logoformer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

class SharedPathsTest {
  private final Configuration hadoop = new Configuration();

  @Test
  void resolvesRelativePathsAgainstTheFolderOfThisProcess() {
    LogoConfig qualified = qualified("data.shards=some/shards", "synth.output=set");
    String here = Path.of("").toAbsolutePath().toString();
    assertThat(qualified.data().shards()).isEqualTo("file:" + here + "/some/shards");
    assertThat(qualified.synth().output()).isEqualTo("file:" + here + "/set");
  }

  @Test
  void leavesCompletePathsAndNothingAlone() {
    assertThat(qualified("data.shards=file:/shards").data().shards()).isEqualTo("file:/shards");
    assertThat(qualified().data().shards()).isEmpty();
  }

  @Test
  void namesThePathOfAFileSystemThatIsNotThere() {
    assertThatThrownBy(() -> qualified("data.shards=nosuch://host/shards"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nosuch://host/shards");
  }

  @Test
  void hadoopsSettingsAreThoseOfSparksFilesAndOfTheConfiguration() {
    System.setProperty("spark.hadoop.fs.one", "file");
    System.setProperty("spark.hadoop.fs.two", "file");
    try {
      Configuration settings =
          SharedPaths.hadoop(LogoConfig.of("spark.conf.\"spark.hadoop.fs.two\"=typed"));
      assertThat(settings.get("fs.one")).isEqualTo("file");
      assertThat(settings.get("fs.two")).isEqualTo("typed");
    } finally {
      System.clearProperty("spark.hadoop.fs.one");
      System.clearProperty("spark.hadoop.fs.two");
    }
  }

  @Test
  void whatIsWrittenForPeopleIsLocalUnlessASchemeSaysOtherwise() {
    hadoop.set("fs.defaultFS", "hdfs://namenode:8020");
    String here = Path.of("").toAbsolutePath().toString();
    assertThat(SharedPaths.output("report.html", hadoop).toString())
        .isEqualTo("file:" + here + "/report.html");
    assertThat(SharedPaths.output("/a b/x.csv", hadoop).toString()).isEqualTo("file:/a b/x.csv");
    assertThat(SharedPaths.output("file:/x", hadoop).toString()).isEqualTo("file:/x");
  }

  @Test
  void aMissingPathNamesTheOtherFileSystemThatItCouldMean() {
    assertThat(SharedPaths.otherwise(new org.apache.hadoop.fs.Path("/x"), hadoop))
        .as("without a cluster there is no doubt")
        .isEmpty();
    hadoop.set("fs.defaultFS", "hdfs://127.0.0.1:1");
    assertThat(SharedPaths.otherwise(new org.apache.hadoop.fs.Path("file:/x"), hadoop))
        .as("a scheme leaves no doubt")
        .isEmpty();
    assertThat(SharedPaths.otherwise(new org.apache.hadoop.fs.Path("/x"), hadoop))
        .contains("hdfs://127.0.0.1:1", "file:///x, which is not there");
  }

  @Test
  void aMissingLibraryOfS3IsSaidSo() {
    assertThatThrownBy(() -> qualified("data.shards=s3a://bucket/shards"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("s3a://bucket/shards")
        .hasMessageContaining("hadoop-aws");
  }

  private LogoConfig qualified(String... settings) {
    return SharedPaths.qualified(LogoConfig.load(List.of(), List.of(settings)), hadoop);
  }
}

package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.jobs.doctor.Finding.Verdict;

/** The storage of a run, on a real HDFS and on disks that refuse something. */
@Tag("cluster")
class StorageChecksTest {
  private static final long MB = 1_000_000;

  @TempDir static java.nio.file.Path folder;
  private static MiniDFSCluster hdfs;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(2).build();
  }

  @AfterAll
  static void stop() {
    hdfs.shutdown();
  }

  @Test
  void aFolderOnHdfsIsWrittenReplacedRenamedAndDeletedAndLeftAsItWas() throws IOException {
    Path runs = new Path(hdfs.getURI() + "/well");
    try (RunStorage run = new RunStorage(hdfs.getConfiguration(0), runs, "1")) {
      Finding finding = run.examine();
      assertThat(finding.verdict()).as(finding.text()).isEqualTo(Verdict.OK);
      assertThat(finding.found()).contains(runs.toString(), "MB/s");
      assertThat(hdfs.getFileSystem().exists(run.marker())).isTrue();
      assertThat(run.written()).isNotNull();
    }
    assertThat(hdfs.getFileSystem().listStatus(runs)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "rename", "delete"})
  void aFileSystemThatRefusesFails(String operation) throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs.refusing.impl", Refusing.class.getName());
    conf.set("fs.refusing.impl.disable.cache", "true");
    conf.set("refused", operation);
    Path runs = new Path("refusing:" + folder.resolve(operation));
    try (RunStorage run = new RunStorage(conf, runs, "1")) {
      Finding finding = run.examine();
      assertThat(finding.verdict()).as(finding.text()).isEqualTo(Verdict.FAIL);
      assertThat(finding.found()).contains(runs.toString());
      assertThat(finding.advice()).contains("run.dir");
    }
  }

  @Test
  void spaceIsCountedWithReplicas() throws IOException {
    FileSystem files = hdfs.getFileSystem();
    Path runs = new Path("/space/not/yet/there");
    long free = files.getStatus().getRemaining();
    Finding little = SpaceCheck.of(files, runs, 4, 10 * MB);
    assertThat(little.verdict()).isEqualTo(Verdict.OK);
    assertThat(little.found()).contains("4 checkpoints of 10.0 MB, 2 replicas each");
    assertThat(SpaceCheck.of(files, runs, 4, free / 16).verdict()).isEqualTo(Verdict.WARN);
    Finding much = SpaceCheck.of(files, runs, 4, free / 6);
    assertThat(much.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(much.advice()).contains("keep-last");
  }

  @Test
  void aQuotaAboveTheFolderCounts() throws IOException {
    Path limited = new Path("/limited");
    hdfs.getFileSystem().mkdirs(limited);
    hdfs.getFileSystem().setQuota(limited, HdfsConstants.QUOTA_DONT_SET, 30 * MB);
    Finding finding = SpaceCheck.of(hdfs.getFileSystem(), new Path(limited, "runs"), 4, 10 * MB);
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).startsWith("30.0 MB free, 80.0 MB for");
    assertThat(finding.advice()).contains("quota");
  }

  /** A local disk that refuses the one operation that the configuration names. */
  public static final class Refusing extends RawLocalFileSystem {
    @Override
    public String getScheme() {
      return "refusing";
    }

    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("refusing:///");
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      if (refuses("create")) {
        throw new org.apache.hadoop.security.AccessControlException("Permission denied");
      }
      return super.create(file, overwrite, buffer, replication, block, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return !refuses("rename") && super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      return !refuses("delete") && super.delete(path, recursive);
    }

    private boolean refuses(String operation) {
      return operation.equals(getConf().get("refused"));
    }
  }
}

package org.logoformer.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.clip.Frames;
import org.logoformer.config.ByteSize;
import org.logoformer.config.DataConfig;

@Timeout(60)
class ShardCacheTest {
  private static final long PLENTY = 1 << 20;
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path temporary;
  private final Configuration configuration = FarFiles.configuration();
  private final List<String> said = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private List<Frames> clips;
  private Manifest manifest;
  private Path set;
  private Path copies;

  @BeforeEach
  void write() throws IOException {
    set = temporary.resolve("set");
    copies = temporary.resolve("disk/copies");
    clips = IntStream.range(0, 10).mapToObj(i -> ShardSets.frames(i, 12, 24, 24)).toList();
    manifest = ShardSets.write(new org.apache.hadoop.fs.Path(set.toUri()), 2, clips);
  }

  /** A test that fails or takes too long leaves none behind. */
  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void whatWasReadOnceIsReadWithoutTheStore() throws Exception {
    try (ShardSet shards = open()) {
      read(shards, 3);
      await(copy(1));
    }
    Files.delete(set.resolve("part-00001.seq"));
    try (ShardSet shards = open()) {
      assertThat(read(shards, 3)).isEqualTo(clips.get(3).rgb());
      assertThat(read(shards, 2)).isEqualTo(clips.get(2).rgb());
    }
  }

  @Test
  void aDamagedCopyIsReplacedAndNeverTrainedOn() throws Exception {
    try (ShardSet shards = open()) {
      read(shards, 3);
      await(copy(1));
      Placement placement = manifest.clips().get(3).placement();
      flipBit(copy(1), placement.offset() + placement.start(5) + 9);
      assertThat(read(shards, 3)).isEqualTo(clips.get(3).rgb());
      assertThat(read(shards, 3)).isEqualTo(clips.get(3).rgb());
      await(copy(1));
      assertThat(copy(1)).hasSameBinaryContentAs(set.resolve("part-00001.seq"));
      truncate(copy(1));
      assertThat(read(shards, 2)).isEqualTo(clips.get(2).rgb());
    }
  }

  @Test
  void aShardThatIsDamagedWhereItLiesIsNotCopied() throws Exception {
    Placement placement = manifest.clips().get(3).placement();
    flipBit(set.resolve("part-00001.seq"), placement.offset() + 7);
    try (ShardCache cache = cache(PLENTY, LONG)) {
      cache.copy(manifest.shards().get(1));
    }
    assertThat(copy(1)).doesNotExist();
    assertThat(said)
        .singleElement()
        .asString()
        .contains("Shard part-00001 is not copied: it has CRC", "index says");
    try (ShardSet shards = open()) {
      assertThat(read(shards, 2)).isEqualTo(clips.get(2).rgb());
      assertThatThrownBy(() -> read(shards, 3)).hasMessageContaining("record clip-3, frame 0");
    }
  }

  @Test
  void theCopiesUsedLeastRecentlyGo() throws Exception {
    List<Shard> shards = manifest.shards();
    long bound = shards.get(0).bytes() * 5 / 2;
    try (ShardCache cache = cache(bound, Duration.ZERO)) {
      cache.copy(shards.get(0));
      cache.copy(shards.get(1));
      assertThat(cache.read(shards.get(0), 0, new byte[3], 0, 3)).isTrue();
      cache.copy(shards.get(2));
      assertThat(present()).containsExactly(0, 2);
      cache.copy(shards.get(3));
      assertThat(present()).containsExactly(2, 3);
    }
    try (ShardCache cache = cache(shards.get(0).bytes() - 1, Duration.ZERO)) {
      cache.copy(shards.get(4));
      assertThat(present()).as("there is no room for any").isEmpty();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void copiesThatWereJustUsedMakeNoRoomForOthers() throws Exception {
    List<Shard> shards = manifest.shards();
    try (ShardCache cache = cache(shards.get(0).bytes() * 2, LONG)) {
      shards.forEach(cache::copy);
      assertThat(present()).containsExactly(0, 1);
    }
  }

  @Test
  void whatIsNoCopyIsNeitherCountedNorRemoved() throws Exception {
    Path mine = copies.resolve("thesis/part-00000.seq");
    Files.createDirectories(mine.getParent());
    Files.setPosixFilePermissions(copies, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.write(mine, new byte[100_000]);
    List<Shard> shards = manifest.shards();
    Path left = copies.resolve("set-" + "0".repeat(64) + "/part-00007.seq.part");
    Files.createDirectories(left.getParent());
    Files.write(left, new byte[50_000]);
    try (ShardCache cache = cache(shards.get(0).bytes(), Duration.ZERO)) {
      shards.forEach(cache::copy);
    }
    assertThat(present()).containsExactly(4);
    assertThat(mine).hasSize(100_000);
    assertThat(left.getParent()).as("left by a process that died").doesNotExist();
  }

  @Test
  void anotherSetOfTheSamePathHasItsOwnCopies() throws Exception {
    try (ShardSet shards = open()) {
      read(shards, 0);
      await(copy(0));
    }
    for (String file : new String[] {"manifest.json", "part-00000.seq"}) {
      Files.delete(set.resolve(file));
      Files.deleteIfExists(set.resolve("." + file + ".crc"));
    }
    List<Frames> others =
        IntStream.range(0, 2).mapToObj(i -> ShardSets.frames(i + 50, 12, 24, 24)).toList();
    Path former = copy(0);
    manifest = ShardSets.write(new org.apache.hadoop.fs.Path(set.toUri()), 2, others);
    try (ShardSet shards = open()) {
      assertThat(read(shards, 0)).isEqualTo(others.get(0).rgb());
      await(copy(0));
      assertThat(read(shards, 0)).isEqualTo(others.get(0).rgb());
    }
    assertThat(copy(0)).isNotEqualTo(former);
    assertThat(former).exists();
  }

  @Test
  void linksAreNeitherFollowedNorWrittenThrough() throws Exception {
    Path precious = Files.createDirectories(temporary.resolve("precious"));
    Path file = Files.writeString(precious.resolve("part-00001.seq"), "dear progress");
    Shard shard = manifest.shards().get(1);
    try (ShardCache cache = cache(PLENTY, Duration.ZERO)) {
      Files.createSymbolicLink(copy(1).getParent(), precious);
      cache.copy(shard);
      assertThat(said).singleElement().asString().contains("is no folder: delete it");
      assertThat(cache.read(shard, 0, new byte[4], 0, 4)).isFalse();
    }
    copies = temporary.resolve("others");
    try (ShardCache cache = cache(PLENTY, Duration.ZERO)) {
      Files.createDirectory(copy(1).getParent());
      Files.createSymbolicLink(copy(1), file);
      cache.copy(shard);
      assertThat(copy(1)).as("replaced").isRegularFile();
      assertThat(Files.isSymbolicLink(copy(1))).isFalse();
      Files.createSymbolicLink(copy(2).resolveSibling("part-00002.seq.part"), file);
      cache.copy(manifest.shards().get(2));
      Files.delete(copy(1));
      Files.createSymbolicLink(copy(1), file);
      assertThat(cache.read(shard, 0, new byte[4], 0, 4)).isFalse();
    }
    assertThat(file).hasContent("dear progress");
  }

  @Test
  void aFolderThatOthersMayWriteToIsNotUsed() throws Exception {
    Files.createDirectories(copies);
    Files.setPosixFilePermissions(copies, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> cache(PLENTY, LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(copies + " belongs to another user, or others may write to it")
        .hasMessageContaining("name a folder of your own");
    try (ShardSet shards = open()) {
      assertThat(read(shards, 3)).isEqualTo(clips.get(3).rgb());
    }
    assertThat(copies).isEmptyDirectory();
  }

  @Test
  void aLinkThatAnotherUserMadeIsNotFollowed() throws Exception {
    Path link = temporary.resolve("link");
    Files.createSymbolicLink(link, Files.createDirectory(temporary.resolve("mine")));
    copies = link.resolve("copies");
    cache(PLENTY, LONG).close();
    assumeTrue(isRoot(), "only root may give files away");
    Files.setAttribute(link, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
    assertThatThrownBy(() -> cache(PLENTY, LONG))
        .hasMessageContaining(link + " is a link that another user made");
  }

  @Test
  void aSetOnThisMachinesDiskIsNotCopied() throws Exception {
    DataConfig.Cache cache = new DataConfig.Cache(copies.toString(), new ByteSize(PLENTY));
    org.apache.hadoop.fs.Path local = new org.apache.hadoop.fs.Path(set.toUri());
    try (ShardSet shards = ShardSet.open(configuration, local, 2, cache)) {
      read(shards, 0);
    }
    assertThat(copies).doesNotExist();
  }

  @Test
  void twoProcessesShareTheCopiesAndTheBound() throws Exception {
    long bound = manifest.shards().get(0).bytes() * 5 / 2;
    for (int i = 0; i < 2; i++) {
      start(List.of(), bound, 2000);
    }
    long most = 0;
    while (processes.stream().anyMatch(Process::isAlive)) {
      most = Math.max(most, bytes());
      Thread.sleep(1);
    }
    for (Process process : processes) {
      assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
          .isEqualToIgnoringNewLines("copied some wrong 0 said []");
    }
    assertThat(most).isBetween(1L, bound);
    assertThat(present()).hasSizeBetween(1, 2);
  }

  @Test
  void aFullDiskIsToldOnceAndWhatIsThereIsStillRead() throws Exception {
    Files.createDirectories(copies);
    // Of 64 KiB: room for one shard, not for two.
    String mount = "mount -t tmpfs -o size=64k none \"$0\" && exec \"$@\"";
    List<String> prefix =
        List.of("unshare", "-m", "-r", "sh", "-c", mount, copies.getParent().toString());
    assumeTrue(canMount(), "no file system may be mounted here");
    Process process = start(prefix, PLENTY, 1000);
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .startsWith("copied some wrong 0 said [Shards are not copied to " + copies)
        .contains("No space left on device")
        .containsOnlyOnce("any more");
  }

  private Process start(List<String> prefix, long bound, int reads) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CachingProcess.class.getName(),
            set.toString(),
            copies.toString(),
            Long.toString(bound),
            Integer.toString(reads)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    return process;
  }

  private boolean canMount() throws Exception {
    try {
      Process process =
          new ProcessBuilder("unshare", "-m", "-r", "mount", "-t", "tmpfs", "none", "/mnt").start();
      processes.add(process);
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private ShardCache cache(long bound, Duration idle) throws IOException {
    return CachingProcess.cache(manifest, set, copies, bound, idle, said);
  }

  private ShardSet open() {
    DataConfig.Cache cache = new DataConfig.Cache(copies.toString(), new ByteSize(PLENTY));
    return ShardSet.open(configuration, FarFiles.path(set), 2, cache);
  }

  private byte[] read(ShardSet shards, int clip) {
    ClipRecord record = manifest.clips().get(clip);
    return shards.read(record, IntStream.range(0, record.frames()).toArray()).rgb();
  }

  private Path copy(int shard) {
    return copies
        .resolve("set-" + ShardCache.identity(manifest))
        .resolve(manifest.shards().get(shard).file());
  }

  /** Numbers of the shards that have a copy. */
  private List<Integer> present() {
    return IntStream.range(0, manifest.shards().size())
        .filter(i -> Files.exists(copy(i)))
        .boxed()
        .toList();
  }

  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(2);
    }
  }

  private long bytes() throws IOException {
    if (!Files.exists(copy(0).getParent())) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> all = Files.list(copy(0).getParent())) {
      for (Path file : all.toList()) {
        // 0 for what has just gone.
        bytes += file.toFile().length();
      }
    } catch (IOException e) {
      // The folder has just gone with its last copy.
    }
    return bytes;
  }

  private static void flipBit(Path path, long position) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(position);
      int value = file.read();
      file.seek(position);
      file.write(value ^ 8);
    }
  }

  private static void truncate(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(100);
    }
  }
}

package org.logoformer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.Evidence;
import org.logoformer.clip.DecoderProbe;
import org.logoformer.clip.Exif;
import org.logoformer.clip.Frames;
import org.logoformer.clip.Images;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;

class ShardSetTest {
  private static final int SIZE = 24;

  @TempDir java.nio.file.Path temporary;
  private final Configuration configuration = new Configuration();
  private Path folder;
  private List<Frames> clips;

  @BeforeEach
  void clips() {
    folder = new Path(temporary.toUri());
    // Enough bytes for several sync markers in a shard.
    clips = IntStream.range(0, 10).mapToObj(i -> ShardSets.frames(i, 8 + i, SIZE, SIZE)).toList();
  }

  @Test
  void whatWasWrittenIsReadInTheOrderAskedFor() throws Exception {
    ShardSets.write(folder, 4, clips);
    try (ShardSet set = ShardSet.open(configuration, folder, 2)) {
      for (int i = 0; i < clips.size(); i++) {
        ClipRecord clip = set.manifest().clips().get(i);
        int[] wanted = {clip.frames() - 1, 0, 1, 2, 5, 5, 1};

        Frames read = set.read(clip, wanted);

        assertThat(read.count()).isEqualTo(wanted.length);
        for (int k = 0; k < wanted.length; k++) {
          assertThat(frame(read, k)).isEqualTo(frame(clips.get(i), wanted[k]));
        }
      }
    }
  }

  @Test
  void hadoopReadsTheShardsToo() throws Exception {
    ShardSets.write(folder, 10, clips);
    Path file = new Path(folder, "part-00000.seq");
    try (SequenceFile.Reader reader =
        new SequenceFile.Reader(configuration, SequenceFile.Reader.file(file))) {
      Text key = new Text();
      BytesWritable value = new BytesWritable();
      for (int i = 0; i < clips.size(); i++) {
        assertThat(reader.next(key, value)).isTrue();
        assertThat(key).hasToString("clip-" + i);
        byte[] bytes = value.copyBytes();
        byte[] rgb = clips.get(i).rgb();
        assertThat(Arrays.copyOfRange(bytes, bytes.length - rgb.length, bytes.length))
            .isEqualTo(rgb);
      }
      assertThat(reader.next(key, value)).isFalse();
    }
  }

  @Test
  void aFlippedBitNamesShardRecordAndFrame() throws Exception {
    Manifest manifest = ShardSets.write(folder, 4, clips);
    ClipRecord clip = manifest.clips().get(6);
    flipBit("part-00001.seq", clip.placement().offset() + clip.placement().start(3) + 17);

    try (ShardSet set = ShardSet.open(configuration, folder, 2)) {
      assertThatThrownBy(() -> set.read(clip, new int[] {2, 3}))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Shard part-00001 has CRC")
          .hasMessageContaining("record clip-6, frame 3")
          .hasMessageContaining("--repair part-00001");
      // Its neighbours are intact and stay readable.
      assertThat(frame(set.read(clip, new int[] {4}), 0)).isEqualTo(frame(clips.get(6), 4));
    }
    new Evidence(
            13,
            "a flipped bit is read",
            "bit 3 of a byte in frame 3 of clip-6 in part-00001 flipped",
            "the frame",
            "an error naming part-00001, clip-6, frame 3; the frame beside it reads")
        .held();
  }

  @Test
  void aCutShardNamesShardAndRecord() throws Exception {
    Manifest manifest = ShardSets.write(folder, 4, clips);
    try (RandomAccessFile file = damaged("part-00000.seq")) {
      file.setLength(file.length() - 100);
    }

    try (ShardSet set = ShardSet.open(configuration, folder, 2)) {
      ClipRecord last = manifest.clips().get(3);
      assertThatThrownBy(() -> set.read(last, new int[] {last.frames() - 1}))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("part-00000")
          .hasMessageContaining("clip-3");
    }
  }

  @Test
  void aMissingShardIsNamed() throws Exception {
    Manifest manifest = ShardSets.write(folder, 4, clips);
    Files.delete(temporary.resolve("part-00002.seq"));

    try (ShardSet set = ShardSet.open(configuration, folder, 2)) {
      assertThatThrownBy(() -> set.read(manifest.clips().get(9), new int[] {0}))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("part-00002");
    }
  }

  @Test
  void noMoreFilesAreHeldOpenThanAllowed() throws Exception {
    Manifest manifest = ShardSets.write(folder, 1, clips);
    FileSystem files = FileSystem.getLocal(configuration);
    try (OpenShards open = new OpenShards(files, folder, 3)) {
      for (int i = 0; i < 30; i++) {
        open.read(manifest.shards().get(i * 7 % 10), 0, new byte[3], 0, 3);
        assertThat(open.size()).isLessThanOrEqualTo(3);
      }
    }
  }

  @Test
  void theSameClipsGiveTheSameBytes() throws Exception {
    ShardSets.write(new Path(folder, "a"), 4, clips);
    ShardSets.write(new Path(folder, "b"), 4, clips);

    for (String file : new String[] {"part-00000.seq", "part-00002.seq", "manifest.json"}) {
      assertThat(temporary.resolve("a").resolve(file))
          .hasSameBinaryContentAs(temporary.resolve("b").resolve(file));
    }
  }

  @Test
  void imagesAreDecodedWhenReadAndBroughtToTheSizeOfTheFirst() throws Exception {
    writeImages(Origin.Decoding.here(1000, Exif.IGNORE));

    try (ShardSet set = ShardSet.open(configuration, folder, 1)) {
      Frames frames = set.read(set.manifest().clips().get(0), new int[] {1, 0});

      assertThat(frames.height()).isEqualTo(5);
      assertThat(frames.width()).isEqualTo(6);
      assertThat(frame(frames, 1)[3] & 0xff).isEqualTo(Images.sample(1, 0, 0));
    }
  }

  @Test
  void ofALongClipOnlyTheFramesAskedForAreDecoded() throws Exception {
    byte[] image = Images.rgb("png", 6, 5);
    int[] asked = IntStream.range(0, 16).map(i -> 53 * i + 1).toArray();
    List<byte[]> files = new ArrayList<>(Collections.nCopies(847, new byte[] {'n', 'o', 'n', 'e'}));
    IntStream.of(asked).forEach(i -> files.set(i, image));
    write(files, Origin.Decoding.here(1000, Exif.IGNORE));

    try (ShardSet set = ShardSet.open(configuration, folder, 1)) {
      ClipRecord clip = set.manifest().clips().get(0);
      assertThat(set.read(clip, asked).count()).isEqualTo(16);
      assertThatThrownBy(() -> set.read(clip, new int[] {0}))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("frame 0 is an image that is refused");
    }
  }

  @Test
  void theLimitOnImagesIsThatOfTheSet() throws Exception {
    writeImages(Origin.Decoding.here(100, Exif.IGNORE));

    try (ShardSet set = ShardSet.open(configuration, folder, 1)) {
      ClipRecord clip = set.manifest().clips().get(0);
      assertThat(set.read(clip, new int[] {0}).count()).isEqualTo(1);
      assertThatThrownBy(() -> set.read(clip, new int[] {1}))
          .hasMessageContaining("allowed are 100");
    }
  }

  @Test
  void imagesThatAnotherDecoderHasCheckedAreNotRead() throws Exception {
    writeImages(new Origin.Decoding("0badc0de", 1000, Exif.IGNORE, "another one"));

    assertThatThrownBy(() -> ShardSet.open(configuration, folder, 1))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(DecoderProbe.checksum() + " here, 0badc0de there");
  }

  @Test
  void aStreamThatFailedOnceIsReplaced() throws Exception {
    Manifest manifest = ShardSets.write(folder, 10, clips);
    Shard shard = manifest.shards().get(0);
    BrittleFiles files = new BrittleFiles(FileSystem.getLocal(configuration));
    try (OpenShards open = new OpenShards(files, folder, 3)) {
      open.read(shard, 0, new byte[3], 0, 3);
      files.breakOpenStreams();

      assertThatThrownBy(() -> open.read(shard, 0, new byte[3], 0, 3))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("broken for ever");
      assertThat(open.size()).isZero();
      byte[] read = new byte[3];
      open.read(shard, 0, read, 0, 3);
      assertThat(read).containsExactly('S', 'E', 'Q');
    }
    assertThat(files.left()).isZero();
  }

  @Test
  void anInterruptedReaderDisturbsNoOther() throws Exception {
    Manifest manifest = ShardSets.write(folder, 10, clips);
    Shard shard = manifest.shards().get(0);
    FileSystem files = FileSystem.getLocal(configuration);
    AtomicBoolean done = new AtomicBoolean();
    try (OpenShards open = new OpenShards(files, folder, 3)) {
      CompletableFuture<Integer> other =
          CompletableFuture.supplyAsync(
              () -> {
                int reads = 0;
                for (; reads < 100 || !done.get(); reads++) {
                  try {
                    open.read(shard, 0, new byte[3], 0, 3);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
                return reads;
              });
      try {
        for (int i = 0; i < 200; i++) {
          Thread.currentThread().interrupt();
          assertThatThrownBy(() -> open.read(shard, 0, new byte[3], 0, 3))
              .isInstanceOf(ClosedByInterruptException.class);
          assertThat(Thread.interrupted()).isTrue();
        }
      } finally {
        done.set(true);
      }
      assertThat(other.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void aFileThatIsClosedUnderEveryReaderIsNotOpenedForEver() throws Exception {
    Shard shard = ShardSets.write(folder, 10, clips).shards().get(0);
    BrittleFiles files = new BrittleFiles(FileSystem.getLocal(configuration));
    files.closeAllStreams();
    try (OpenShards open = new OpenShards(files, folder, 3)) {
      assertThatThrownBy(() -> open.read(shard, 0, new byte[3], 0, 3))
          .isInstanceOf(IOException.class)
          .hasMessage("part-00000.seq was closed 1000 times while it was read");
    }
    assertThat(files.left()).isZero();
  }

  /** Files whose streams, once one of them has failed, fail ever after. */
  private static final class BrittleFiles extends FilterFileSystem {
    private final Set<FSInputStream> broken = new HashSet<>();
    private final Set<FSInputStream> open = new HashSet<>();
    private boolean closed;

    BrittleFiles(FileSystem files) {
      super(files);
    }

    void breakOpenStreams() {
      broken.addAll(open);
    }

    /** Those opened later, too. */
    void closeAllStreams() {
      closed = true;
    }

    int left() {
      return open.size();
    }

    @Override
    public FSDataInputStream open(Path path, int buffer) throws IOException {
      FSDataInputStream in = super.open(path, buffer);
      FSInputStream brittle =
          new FSInputStream() {
            @Override
            public int read(long position, byte[] into, int at, int length) throws IOException {
              if (closed) {
                throw new ClosedChannelException();
              }
              if (broken.contains(this)) {
                throw new IOException("broken for ever");
              }
              return in.read(position, into, at, length);
            }

            @Override
            public void seek(long position) throws IOException {
              in.seek(position);
            }

            @Override
            public long getPos() throws IOException {
              return in.getPos();
            }

            @Override
            public boolean seekToNewSource(long position) {
              return false;
            }

            @Override
            public int read() throws IOException {
              return in.read();
            }

            @Override
            public int read(byte[] into, int at, int length) throws IOException {
              return in.read(into, at, length);
            }

            @Override
            public void close() throws IOException {
              open.remove(this);
              in.close();
            }
          };
      open.add(brittle);
      return new FSDataInputStream(brittle);
    }
  }

  private void writeImages(Origin.Decoding decoding) throws Exception {
    write(List.of(Images.rgb("png", 6, 5), Images.rgb("png", 12, 10)), decoding);
  }

  private void write(List<byte[]> images, Origin.Decoding decoding) throws Exception {
    FileSystem files = FileSystem.getLocal(configuration);
    try (ShardWriter writer =
        new ShardWriter(0, files.create(new Path(folder, Shard.fileName(0))))) {
      Placement placement = writer.append(EncodedClip.images("a/b", 3, 5, 6, images));
      ClipRecord clip = new ClipRecord("a/b", 3, "", 2, "", placement);
      Origin origin = ShardSets.origin(ShardFormat.JPEG, 0, decoding);
      new Manifest(origin, List.of(writer.finish()), List.of(clip)).commit(files, folder);
    }
  }

  private static byte[] frame(Frames frames, int i) {
    return Arrays.copyOfRange(
        frames.rgb(), frames.frameOffset(i), frames.frameOffset(i) + frames.frameBytes());
  }

  private void flipBit(String shard, long position) throws Exception {
    try (RandomAccessFile file = damaged(shard)) {
      file.seek(position);
      int value = file.read();
      file.seek(position);
      file.write(value ^ 8);
    }
  }

  // Without Hadoop's own checksum beside it, as if the damage had been done before the upload.
  private RandomAccessFile damaged(String shard) throws Exception {
    Files.deleteIfExists(temporary.resolve("." + shard + ".crc"));
    return new RandomAccessFile(temporary.resolve(shard).toFile(), "rw");
  }
}

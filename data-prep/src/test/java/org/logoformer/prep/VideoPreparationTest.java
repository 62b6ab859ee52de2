package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ConfigException;
import org.logoformer.prep.Preparation.Outcome;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ListFact;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.PixelSums;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.ShardSet;
import org.logoformer.shard.SourceClip;
import org.logoformer.shard.VideoDecoding;
import org.logoformer.transform.Resize;
import org.logoformer.video.Video;
import org.logoformer.video.VideoProbe;

class VideoPreparationTest extends PreparationFixture {
  private Path clips;

  @BeforeEach
  void videos() throws IOException {
    clips = temporary.resolve("clips");
    Trees.write(clips.resolve("a/one.mp4"), probe("probe-h264.mp4"));
    Trees.write(clips.resolve("a/two.AVI"), probe("probe-mpeg4.avi"));
    Trees.frames(clips.resolve("b/folder"), 5, "%d.jpg", 3);
  }

  @Test
  void aListNamesVideosAndFoldersOfFramesAlike() throws Exception {
    Manifest manifest = listed("a/one.mp4 Happy", "b/folder Sad test", "a/two.AVI Fear test");

    assertThat(manifest.clips())
        .extracting(ClipRecord::id)
        .containsExactly("a/one.mp4", "b/folder", "a/two.AVI");
    assertThat(manifest.clips()).extracting(ClipRecord::frames).containsExactly(6, 5, 6);
    assertThat(manifest.clips()).extracting(ClipRecord::label).containsExactly(0, 1, 6);
    assertThat(manifest.origin().videos()).isEqualTo(VideoDecoding.here());
    assertThat(Files.readString(output.resolve("manifest.json")))
        .contains("\"video-decoding\":{\"decoder\":\"FFmpeg ");
    for (String video : List.of("a/one.mp4", "a/two.AVI")) {
      List<Frames> decoded = decode(clips.resolve(video));
      try (ShardSet set = open()) {
        Frames stored = set.read(set.manifest().byId().get(video), new int[] {0, 1, 2, 3, 4, 5});
        for (int i = 0; i < 6; i++) {
          byte[] frame =
              Arrays.copyOfRange(stored.rgb(), stored.frameOffset(i), stored.frameOffset(i) + 768);
          assertThat(frame).isEqualTo(Resize.ANTIALIAS.apply(decoded.get(i), 16, 16).rgb());
        }
      }
    }
  }

  @Test
  void aFinishedSetIsFoundAndAChangedVideoIsAnotherSet() throws Exception {
    listed("a/one.mp4 Happy");
    PrepConfig config = list("a/one.mp4 Happy");

    assertThat(new Preparation(spark, config).run().outcome()).isEqualTo(Outcome.FOUND);
    assertThat(new Preparation(spark, config).verify().clips()).hasSize(1);

    Trees.write(clips.resolve("a/one.mp4"), probe("probe-mpeg4.avi"));
    assertThatThrownBy(() -> new Preparation(spark, config).run())
        .hasMessageContaining("holds another shard set");
  }

  @Test
  void theSizeOfTheVideoMayBeKept() throws Exception {
    Manifest manifest =
        new Preparation(spark, list("prep.store-size=source", "a/two.AVI Happy")).run().manifest();

    assertThat(manifest.clips().get(0).placement().width()).isEqualTo(47);
    assertThat(manifest.clips().get(0).placement().height()).isEqualTo(33);
    assertThat(notes(SetNotes.SOURCES, SourceClip.class))
        .containsExactly(new SourceClip("a/two.AVI", 47, 47, 33, 33, 0));
  }

  @Test
  void whatAListSaysBesideClassAndSplitIsNoted() throws Exception {
    Preparation.Result result =
        new Preparation(spark, list("a/two.AVI 7 Happy", "b/folder 5 Sad")).run();

    assertThat(result.manifest().clips()).extracting(ClipRecord::frames).containsExactly(6, 5);
    assertThat(result.miscounted()).isEqualTo(1);
    assertThat(notes(SetNotes.LIST_FACTS, ListFact.class))
        .containsExactly(new ListFact("a/two.AVI", "", 7), new ListFact("b/folder", "", 5));
  }

  @Test
  void videosThatAreDamagedMissingOrNoneAreQuarantined() throws Exception {
    byte[] whole = probe("probe-h264.mp4");
    Trees.write(clips.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length - 9));
    Trees.write(clips.resolve("empty.mkv"), new byte[0]);
    Trees.write(clips.resolve("text.webm"), "not a video, whatever its name says");
    Trees.write(clips.resolve("there.wmv"), whole);

    Manifest manifest =
        listed(
            "prep.max-bad-ratio=0.9",
            "a/one.mp4 Happy",
            "cut.mp4 Sad",
            "empty.mkv Sad",
            "text.webm Sad",
            "nowhere.avi Sad",
            "there.wmv Sad",
            "elsewhere.mpg Sad");

    assertThat(manifest.clips()).hasSize(1);
    assertThat(manifest.origin().quarantine().reasons())
        .isEqualTo(
            Map.of(
                "truncated",
                1,
                "empty",
                1,
                "unknown-format",
                1,
                "missing-file",
                1,
                "unsupported",
                2));
    assertThat(Files.readAllLines(output.resolve("quarantine.jsonl")).get(0))
        .contains("cut.mp4 is truncated: the file has")
        .contains("\"line\":2");
    assertThat(Files.readString(output.resolve("quarantine.jsonl")))
        .contains(
            ".wmv videos are not decoded here, .mp4",
            "'ffmpeg -i elsewhere.mpg -crf 10 elsewhere.mp4'");
  }

  @Test
  void aVideoThatWasCutOffIsStoredUpToThereAndNoted() throws Exception {
    byte[] whole = probe("probe-mpeg4.avi");
    Trees.write(clips.resolve("a/cut.avi"), Arrays.copyOf(whole, whole.length - 300));

    Preparation.Result result =
        new Preparation(spark, list("a/two.AVI Happy", "a/cut.avi Sad")).run();

    int frames = result.manifest().byId().get("a/cut.avi").frames();
    assertThat(frames).isBetween(3, 5);
    assertThat(result.odd()).isOne();
    assertThat(notes(SetNotes.ODD_FRAMES, Quarantined.class))
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.clip()).isEqualTo("a/cut.avi");
              assertThat(note.reason()).isEqualTo(Quarantined.BROKEN_TAIL);
              assertThat(note.line()).isEqualTo(2);
              assertThat(note.detail())
                  .matches(
                      frames + " whole frames are stored, the file has [0-9]+ bytes and says .*");
            });
  }

  @Test
  void aVideoThatWasCutOffIsQuarantinedWhereThatIsAskedFor() throws Exception {
    byte[] whole = probe("probe-mpeg4.avi");
    Trees.write(clips.resolve("a/cut.avi"), Arrays.copyOf(whole, whole.length - 300));

    Manifest manifest =
        listed(
            "prep.max-bad-ratio=0.9",
            "prep.cut-videos=quarantine",
            "a/two.AVI Happy",
            "a/cut.avi Sad");

    assertThat(manifest.clips()).extracting(ClipRecord::id).containsExactly("a/two.AVI");
    assertThat(manifest.origin().quarantine().reasons()).isEqualTo(Map.of("truncated", 1));
  }

  @Test
  void largerVideosThanAllowedAreQuarantined() {
    Manifest manifest =
        listed("prep.max-bad-ratio=0.9", "prep.max-pixels=1000", "a/one.mp4 Happy", "b/folder Sad");

    assertThat(manifest.origin().quarantine().reasons()).isEqualTo(Map.of("too-large", 1));
  }

  @Test
  void aVideoIsLeftAtTheFrameThatIsTooMuch() throws Exception {
    Storage storage = Storage.of(list("a/one.mp4 Happy"));
    SeenImages seen = new SeenImages();
    VideoEncoder encoder = new VideoEncoder(storage, seen, 2 * 16 * 16 * 3);
    var video =
        files().getFileStatus(new org.apache.hadoop.fs.Path(clips.resolve("a/one.mp4").toUri()));
    ListedClip clip =
        new ListedClip("a/one.mp4", 0, "train", 0, "", "", new ListLine("list", 1, ""));

    assertThatThrownBy(() -> encoder.encode(clip, files(), video, new PixelSums()))
        .isInstanceOfSatisfying(
            ClipEncoder.Refused.class, e -> assertThat(e.reason()).isEqualTo("too-large"))
        .hasMessageContaining("more than 2 frames of 16 x 16 pixels, 1536 bytes");
  }

  @Test
  void factsOfAnUnfinishedPreparationAreNotThoseOfTheNext() throws Exception {
    Trees.write(output.resolve(SetNotes.LIST_FACTS), "{}\n");
    listed("a/two.AVI Happy");

    assertThat(output.resolve(SetNotes.LIST_FACTS)).doesNotExist();
  }

  @Test
  void asJpegAVideoIsRefusedBeforeAnythingIsMade() {
    assertThatThrownBy(() -> listed("prep.format=jpeg", "b/folder Sad", "a/one.mp4 Happy"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("prep.format = jpeg")
        .hasMessageContaining("a/one.mp4 is a video")
        .hasMessageContaining("prep.format = raw");
    assertThat(output.resolve("_work")).doesNotExist();
  }

  @Test
  void aFolderOfVideosBecomesASetWithoutLabels() {
    Manifest manifest =
        new Preparation(spark, Trees.config(Layout.UNLABELLED, clips, output)).run().manifest();

    assertThat(manifest.isUnlabelled()).isTrue();
    assertThat(manifest.clips())
        .extracting(ClipRecord::id)
        .containsExactly("a/one.mp4", "a/two.AVI", "b/folder");
  }

  @Test
  void aSetOfImagesSaysNothingOfVideos() throws Exception {
    assertThat(listed("b/folder Sad").origin().videos()).isEqualTo(VideoDecoding.NONE);
    assertThat(Files.readString(output.resolve("manifest.json"))).doesNotContain("video-decoding");
  }

  private Manifest listed(String... keysAndLines) {
    return new Preparation(spark, list(keysAndLines)).run().manifest();
  }

  /** Lines of a list, or keys of the configuration, which have an equals sign. */
  private PrepConfig list(String... keysAndLines) {
    List<String> keys = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String text : keysAndLines) {
      (text.contains("=") ? keys : lines).add(text);
    }
    Path list = temporary.resolve("list.txt");
    Trees.write(list, String.join("\n", lines) + "\n");
    keys.add("prep.list=\"" + list + "\"");
    return Trees.config(Layout.LIST, clips, output, keys.toArray(String[]::new));
  }

  private static List<Frames> decode(Path file) throws Exception {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    FileSystem files = path.getFileSystem(new Configuration());
    List<Frames> frames = new ArrayList<>();
    try (Video video = Video.open(files, files.getFileStatus(path), 10_000)) {
      for (Optional<Frames> frame = video.next(); frame.isPresent(); frame = video.next()) {
        frames.add(frame.get());
      }
    }
    return frames;
  }

  static byte[] probe(String name) throws IOException {
    try (InputStream in = VideoProbe.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}

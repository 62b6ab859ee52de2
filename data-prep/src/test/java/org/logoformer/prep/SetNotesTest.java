package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Exif;
import org.logoformer.clip.Frames;
import org.logoformer.error.DataException;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.ShardSet;
import org.logoformer.shard.SourceClip;
import org.logoformer.shard.Unlisted;

/** What prep notes beside the manifest about the source of a set. */
class SetNotesTest extends PreparationFixture {
  private static final String TURNED = "Crime/Sad/0001";

  @Test
  void theSizeOfTheImagesIsNoted() throws Exception {
    Trees.write(clip("War/Sad/0002").resolve("01.jpg"), Trees.jpeg(40, 3));
    prepare("prep.odd-frames=report");

    List<SourceClip> sources = notes(SetNotes.SOURCES, SourceClip.class);
    assertThat(sources).hasSize(28);
    assertThat(sources.get(0)).isEqualTo(new SourceClip("Crime/Happy/0001", 24, 24, 24, 24, 0));
    SourceClip mixed =
        sources.stream().filter(s -> s.clip().equals("War/Sad/0002")).findFirst().orElseThrow();
    assertThat(mixed.maxWidth()).isEqualTo(40);
    assertThat(mixed.minWidth()).isLessThan(27);
  }

  @Test
  void imagesThatACameraHasTurnedAreCountedAndLeftAsTheyAre() throws Exception {
    Manifest plain = prepare().manifest();
    output = temporary.resolve("turned");
    turn();
    Preparation.Result result = prepare();

    assertThat(result.turned()).isEqualTo(1);
    assertThat(notes(SetNotes.SOURCES, SourceClip.class))
        .filteredOn(s -> s.turned() > 0)
        .extracting(SourceClip::clip)
        .containsExactly(TURNED);
    assertThat(said(result)).contains("images of 1 clips, stored as they are (prep.exif = apply");
    assertThat(result.manifest().byId().get(TURNED).placement().checksum(0))
        .isEqualTo(plain.byId().get(TURNED).placement().checksum(0));
    assertThat(Files.readString(output.resolve("manifest.json"))).doesNotContain("exif");
  }

  @Test
  void theyAreTurnedWhereThatIsAskedFor() throws Exception {
    turn();
    Preparation.Result result = prepare("prep.exif=apply");

    assertThat(said(result)).contains("images of 1 clips, turned upright");
    assertThat(result.manifest().origin().decoding().exif()).isEqualTo(Exif.APPLY);
    assertThat(Manifest.read(files(), folder()).origin().decoding().exif()).isEqualTo(Exif.APPLY);
    requireTurned();
    assertThatThrownBy(this::prepare)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds another shard set");
  }

  @Test
  void imageFilesAreTurnedWhenTheyAreRead() throws Exception {
    turn();
    prepare("prep.exif=apply", "prep.format=jpeg");

    requireTurned();
  }

  @Test
  void whatLiesAmongTheClipsInNoListIsTold() throws Exception {
    Trees.frames(clip("War/Sad/0099"), 3, "%02d.jpg", 1);
    Trees.frames(clip("War/Contempt/0001"), 3, "%02d.jpg", 1);
    Trees.write(clip("War/Sad/readme.txt"), "not a clip");
    Trees.write(source.resolve("elsewhere/0001/01.jpg"), "not among the clips");
    Preparation.Result result = prepare();

    assertThat(result.unlisted()).isEqualTo(2);
    assertThat(notes(SetNotes.UNLISTED, Unlisted.class))
        .extracting(u -> u.path().replaceFirst(".*2_ClipsforFaceCrop/", ""))
        .containsExactly("War/Contempt", "War/Sad/0099");
    assertThat(said(result)).contains("in no list: 2 folders or files: see unlisted.jsonl");
  }

  @Test
  void clipsInPlacesApartHaveNoSurroundings() {
    List<ListedClip> clips =
        List.of(
            new ListedClip("a", 0, "train", 0, "", "file:/one/place/a", null),
            new ListedClip("b", 0, "train", 0, "", "file:/other/place/b.mp4", null));
    UnlistedClips unlisted = UnlistedClips.of(clips);
    assertThat(unlisted.folders()).containsExactly("file:/one/place", "file:/other/place");
    assertThat(
            unlisted.among(
                List.of(
                    new UnlistedClips.Entry("file:/other/place/b.mp4", false),
                    new UnlistedClips.Entry("file:/other/place/c.mp4", false),
                    new UnlistedClips.Entry("file:/other/place/c.txt", false),
                    new UnlistedClips.Entry("file:/one/place/a", true))))
        .containsExactly(new Unlisted("file:/other/place/c.mp4"));
  }

  @Test
  void damagedNotesAreNamed() throws Exception {
    prepare();
    Files.writeString(output.resolve("unlisted.jsonl"), "{\"path\":\"a\"}\n{\"pa");
    assertThatThrownBy(() -> notes(SetNotes.UNLISTED, Unlisted.class))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unlisted.jsonl is damaged at line 2");
    assertThat(SetNotes.read(files(), folder(), "none.jsonl", Unlisted.class)).isEmpty();
  }

  /** Red rises from left to right in the file; a quarter turned, from top to bottom. */
  private void requireTurned() throws Exception {
    try (ShardSet set = open()) {
      Frames frame = set.read(set.manifest().byId().get(TURNED), new int[] {0});
      int last = frame.height() - 1;
      int down = red(frame, 0, last) - red(frame, 0, 0);
      int across = red(frame, last, 0) - red(frame, 0, 0);
      assertThat(down).isGreaterThan(40);
      assertThat(across).isBetween(-15, 15);
    }
  }

  private static int red(Frames frame, int x, int y) {
    return frame.rgb()[3 * (y * frame.width() + x)] & 0xff;
  }

  /** Notes in the first image of a clip that the camera was held upright on its side. */
  private void turn() throws Exception {
    Path file = clip(TURNED).resolve("00.jpg");
    byte[] jpeg = Files.readAllBytes(file);
    byte[] exif =
        HexFormat.of()
            .parseHex(
                "ffd8ffe10022457869660000"
                    + "4d4d002a00000008000101120003000000010006000000000000");
    ByteBuffer turned = ByteBuffer.allocate(exif.length + jpeg.length - 2);
    turned.put(exif).put(Arrays.copyOfRange(jpeg, 2, jpeg.length));
    Files.write(file, turned.array());
  }

  private static String said(Preparation.Result result) {
    StringWriter said = new StringWriter();
    new Summary(new PrintWriter(said)).print(result, "out", 1);
    return said.toString();
  }
}

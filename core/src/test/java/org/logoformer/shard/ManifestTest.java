package org.logoformer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;

class ManifestTest {
  @TempDir java.nio.file.Path temporary;

  @Property(tries = 30)
  void isReadAsItWasWritten(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 9) Integer> frames,
      @ForAll int crc)
      throws Exception {
    java.nio.file.Path folder = Files.createTempDirectory("manifest");
    try {
      Manifest manifest = manifest(frames, crc);
      FileSystem files = FileSystem.getLocal(new Configuration());
      manifest.commit(files, new Path(folder.toUri()));

      assertThat(Manifest.read(files, new Path(folder.toUri()))).isEqualTo(manifest);
    } finally {
      for (java.io.File file : folder.toFile().listFiles()) {
        Files.delete(file.toPath());
      }
      Files.delete(folder);
    }
  }

  @Test
  void isCommittedOnce() throws Exception {
    Manifest manifest = manifest(List.of(2), 1);
    FileSystem files = FileSystem.getLocal(new Configuration());
    manifest.commit(files, new Path(temporary.toUri()));

    assertThatThrownBy(() -> manifest.commit(files, new Path(temporary.toUri())))
        .hasMessageContaining("never changed");
  }

  @Test
  void aFolderWithoutOneIsNoShardSet() {
    assertThatThrownBy(() -> ShardSet.open(new Configuration(), new Path(temporary.toUri()), 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No shard set")
        .hasMessageContaining("logo prep");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"schema\":1', '\"schema\":2', schema 2",
    "'\"label\":0', '\"label\":7', label 7",
    "'\"label\":0', '\"label\":\"Sad\"', no whole number",
    "'\"file\":\"part-00000.seq\"', '\"file\":\"../../etc/passwd\"', passwd",
    "'\"offset\":100', '\"offset\":999999999999', does not fit",
    "'\"offset\":100', '\"offset\":-1', does not fit",
    "'\"height\":2', '\"height\":4', frame of 12 bytes",
    "'\"length\":12', '\"length\":2147483647', overflow",
    "'\"id\":\"clip-1\"', '\"id\":\"clip-0\"', given twice",
    "'\"crc\":\"AAA', '\"crc\":\"A', is damaged",
    "'\"shard\":0', '\"shard\":1', shard 1 of 1",
    "'\"frames\":', '\"farmes\":', frames is missing",
    "'\"clips\":[', '\"clips\":', is damaged"
  })
  void aDamagedOneIsRefusedWithWhatIsWrong(String good, String bad, String message)
      throws Exception {
    Path folder = new Path(temporary.toUri());
    FileSystem files = FileSystem.getLocal(new Configuration());
    manifest(List.of(2, 3), 1).commit(files, folder);
    java.nio.file.Path file = temporary.resolve(Manifest.FILE);
    String text = Files.readString(file);
    assertThat(text).contains(good);
    Files.delete(temporary.resolve("." + Manifest.FILE + ".crc"));
    Files.writeString(file, text.replaceFirst(java.util.regex.Pattern.quote(good), bad));

    assertThatThrownBy(() -> Manifest.read(files, folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void everyFieldOfAnotherTypeIsRefusedAsDamage() throws Exception {
    Path folder = new Path(temporary.toUri());
    FileSystem files = FileSystem.getLocal(new Configuration());
    manifest(List.of(2, 3), 1).commit(files, folder);
    java.nio.file.Path file = temporary.resolve(Manifest.FILE);
    Files.delete(temporary.resolve("." + Manifest.FILE + ".crc"));
    ObjectMapper json = new ObjectMapper();
    byte[] good = Files.readAllBytes(file);
    List<JsonPointer> fields = new ArrayList<>();
    collect(json.readTree(good), JsonPointer.empty(), fields);
    assertThat(fields).hasSizeGreaterThan(40);
    for (JsonPointer field : fields) {
      JsonNode was = json.readTree(good).at(field);
      for (String other : List.of("5", "\"x y\"", "true", "{}", "[]", "[5]", "[null]", "2.5")) {
        JsonNode value = json.readTree(other);
        if (value.getNodeType() == was.getNodeType()) {
          continue;
        }
        JsonNode root = json.readTree(good);
        replace(root, field, value);
        Files.write(file, json.writeValueAsBytes(root));

        assertThatThrownBy(() -> Manifest.read(files, folder))
            .as(field + " = " + other)
            .isInstanceOf(DataException.class)
            .hasMessageContaining("is damaged");
      }
    }
  }

  @Test
  void aChangeBesideItsHiddenChecksumSaysWhatToDo() throws Exception {
    Path folder = new Path(temporary.toUri());
    FileSystem files = FileSystem.getLocal(new Configuration());
    manifest(List.of(2), 1).commit(files, folder);
    java.nio.file.Path file = temporary.resolve(Manifest.FILE);
    Files.writeString(file, Files.readString(file).replace("Szene", "Scene"));

    assertThatThrownBy(() -> Manifest.read(files, folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("delete .manifest.json.crc");
  }

  @Test
  void oneThatDoesNotSayHowImagesWereDecodedIsRead() throws Exception {
    Path folder = new Path(temporary.toUri());
    FileSystem files = FileSystem.getLocal(new Configuration());
    manifest(List.of(2), 1).commit(files, folder);
    java.nio.file.Path file = temporary.resolve(Manifest.FILE);
    Files.delete(temporary.resolve("." + Manifest.FILE + ".crc"));
    Files.writeString(file, Files.readString(file).replaceFirst(",\"decoding\":\\{[^}]*}", ""));

    assertThat(Manifest.read(files, folder).origin().decoding())
        .isEqualTo(Origin.Decoding.UNRECORDED);
  }

  @Test
  void howVideosWereDecodedAndFacesCutOutIsKeptIfTheyWere() throws Exception {
    Path folder = new Path(temporary.toUri());
    FileSystem files = FileSystem.getLocal(new Configuration());
    VideoDecoding videos = new VideoDecoding("FFmpeg 1.2", "0badc0de");
    FaceCrops faces = new FaceCrops("0123abcd", "landmarks", "nearest", 0.25);
    Origin origin = ShardSets.origin(ShardFormat.RAW, 2);
    Manifest images = manifest(List.of(2), 1);
    new Manifest(
            new Origin(
                origin.classes(),
                origin.format(),
                origin.storeSize(),
                origin.resize(),
                origin.plan(),
                origin.sources(),
                origin.pixels(),
                origin.quarantine(),
                origin.decoding(),
                videos,
                faces),
            images.shards(),
            images.clips())
        .commit(files, folder);

    VideoDecoding read = Manifest.read(files, folder).origin().videos();
    assertThat(Manifest.read(files, folder).origin().faces()).isEqualTo(faces);
    assertThat(images.origin().faces()).isEqualTo(FaceCrops.NONE);

    assertThat(read).isEqualTo(videos);
    assertThatThrownBy(() -> read.requireSameHere(folder))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("decodes videos otherwise")
        .hasMessageContaining("FFmpeg 1.2 gave 0badc0de there");
    assertThat(images.origin().videos()).isEqualTo(VideoDecoding.NONE);
    images.origin().videos().requireSameHere(folder);
    VideoDecoding.here().requireSameHere(folder);
  }

  @Test
  void thatOfASetAsLargeAsFerv39kStaysSmall() throws Exception {
    Path folder = new Path(temporary.toUri());
    FileSystem files = FileSystem.getLocal(new Configuration());
    Manifest manifest = manifest(Collections.nCopies(38_935, 28), 0x12345677);
    manifest.commit(files, folder);

    assertThat(files.getFileStatus(new Path(folder, Manifest.FILE)).getLen()).isLessThan(16L << 20);
    assertThat(Manifest.read(files, folder).clips()).hasSize(38_935);
  }

  @Test
  void foldsTrainOnWhatTheOthersTestOn() {
    List<ClipRecord> clips = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clips.add(new ClipRecord("c" + i, 0, "", 1 + i % 5, "", placement(1, i * 12L, 5)));
    }
    Manifest manifest =
        new Manifest(
            ShardSets.origin(ShardFormat.RAW, 2),
            List.of(new Shard("part-00000.seq", 1000, 10, 10, 0)),
            clips);

    assertThat(manifest.folds()).containsExactly(1, 2, 3, 4, 5);
    assertThat(manifest.testOf(2)).extracting(ClipRecord::id).containsExactly("c1", "c6");
    assertThat(manifest.trainOf(2)).hasSize(8).doesNotContainAnyElementsOf(manifest.testOf(2));
    assertThat(manifest.split("train")).isEmpty();
  }

  private static Manifest manifest(List<Integer> frames, int crc) {
    List<ClipRecord> clips = new ArrayList<>();
    int total = 0;
    for (int i = 0; i < frames.size(); i++) {
      String split = i % 2 == 0 ? "train" : "test";
      Placement placement = placement(frames.get(i), 100 + total * 12L, crc);
      clips.add(new ClipRecord("clip-" + i, i % 7, split, 0, "Szene", placement));
      total += frames.get(i);
    }
    Shard shard = new Shard("part-00000.seq", 100 + total * 12L, frames.size(), total, crc);
    return new Manifest(ShardSets.origin(ShardFormat.RAW, 2), List.of(shard), clips);
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> into) {
    if (!at.matches()) {
      into.add(at);
    }
    node.fields()
        .forEachRemaining(
            e -> collect(e.getValue(), at.append(JsonPointer.compile("/" + e.getKey())), into));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(node.get(i), at.appendIndex(i), into);
    }
  }

  private static void replace(JsonNode root, JsonPointer field, JsonNode value) {
    JsonNode parent = root.at(field.head());
    if (parent instanceof ObjectNode object) {
      object.set(field.last().getMatchingProperty(), value);
    } else {
      ((ArrayNode) parent).set(field.last().getMatchingIndex(), value);
    }
  }

  private static Placement placement(int frames, long offset, int crc) {
    int[] lengths = new int[frames];
    Arrays.fill(lengths, 12);
    int[] checksums = new int[frames];
    Arrays.setAll(checksums, i -> crc * (i + 1));
    return new Placement(0, offset, 2, 2, lengths, checksums);
  }
}

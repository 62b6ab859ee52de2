package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.face.Face;
import org.logoformer.face.Point;
import org.logoformer.provenance.Sha256;
import org.logoformer.shard.FaceCrops;

class FaceFileTest {
  private static final String BOX = "clip,frame,x,y,w,h\n";
  private static final String LANDMARKS =
      "clip,frame,left_eye_x,left_eye_y,right_eye_x,right_eye_y,nose_x,nose_y,"
          + "left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y\n";

  @TempDir Path folder;

  @Test
  void boxesAreReadByTheNamesOfTheirColumns() throws Exception {
    String text =
        "\uFEFFscore;h;w;y;x;frame;clip\r\n\r\n.9;40;30.5;2;-1e1;007;b\\1\n;4;3;2;1;x y.PNG;./a\n";

    Listing cut = cut(text);

    ClipFaces a = cut.clips().get(0).faces();
    assertThat(a.frames()).containsExactly("x y.PNG");
    assertThat(a.face(0)).isEqualTo(new Face.Box(1, 2, 3, 4));
    ClipFaces b = cut.clips().get(1).faces();
    assertThat(b.frames()).containsExactly("7");
    assertThat(b.lines()).containsExactly(3);
    assertThat(b.face(0)).isEqualTo(new Face.Box(-10, 2, 30.5, 40));
    assertThat(cut.clips().get(2).faces().isEmpty()).isTrue();
    assertThat(cut.crops()).isEqualTo(new FaceCrops(Sha256.hex(text), "box", "nearest", 0));
    assertThat(cut.told())
        .containsExactly(
            "faces by their box from "
                + folder.getFileName()
                + "/boxes.csv, which names 2 of the 3 clips, and 0 others; of a frame that it does not"
                + " name: nearest");
  }

  @Test
  void landmarksGoBeforeBoxes() throws Exception {
    Listing cut =
        cut(
            LANDMARKS.replace("frame,", "frame,x,y,w,h,")
                + "a,0,1,1,1,1,30,40,70,42,50,60,35,80,65,82\nelsewhere,0,1,1,1,1,30,40,70,42,50,60,35,80,65,82\n");

    assertThat(cut.clips().get(0).faces().face(0))
        .isEqualTo(
            new Face.Landmarks(
                new Point(30, 40),
                new Point(70, 42),
                new Point(50, 60),
                new Point(35, 80),
                new Point(65, 82)));
    assertThat(cut.crops().by()).isEqualTo("landmarks");
    assertThat(cut.told().get(0)).contains("1 of the 3 clips, and 1 others");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,0,nan,2,3,4 | x 'nan' is no number",
        "a,0,1,Infinity,3,4 | y 'Infinity' is no number",
        "a,0,1,,3,4 | y '' is no number",
        "a,0,1,2,0x3,4 | w '0x3' is no number",
        "a,0,1,2,3,1e9 | h '1e9' is no place in a frame",
        "a,0,1,2,0,4 | w = 0.0, h = 4.0: x and y are the upper left corner",
        "a,0,90,80,-60,-40 | w = -60.0, h = -40.0: x and y are the upper left corner",
        "a,-1,1,2,3,4 | frame '-1' is neither a number from 0 nor the name of an image file",
        "a,3.0,1,2,3,4 | frame '3.0' is neither",
        "a,b/3.jpg,1,2,3,4 | frame 'b/3.jpg' is neither",
        "a,,1,2,3,4 | frame '' is neither",
        ",0,1,2,3,4 | the clip is empty",
        "a,0,1,2,3 | 5 fields, the header has 6",
        "\"a,0,1,2,3,4 | a quote is not closed",
        "a,01,1,2,3,4 | line 2 has a face of this frame, too",
      })
  void aWrongLineIsNamed(String line, String message) {
    assertThatThrownBy(() -> cut(BOX + "a,1,1,2,3,4\n" + line + "\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("boxes.csv:3: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clip,x,y,w,h | the header of prep.boxes has to name the columns clip and frame",
        "a,0,1,2,3,4 | has to name the columns clip and frame",
        "clip,frame,x,y,w | column h is missing: next to clip and frame it takes x, y, w, h",
        "clip,frame,nose_x | column left_eye_x is missing",
        "clip,frame,x,y,w,h,x | column x is there twice",
      })
  void aWrongHeaderIsNamed(String header, String message) {
    assertThatThrownBy(() -> cut(header + "\na,1,1,2,3,4,5\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("boxes.csv:1: ")
        .hasMessageContaining(message);
  }

  @Test
  void landmarksInOnePlaceAreNamed() {
    assertThatThrownBy(() -> cut(LANDMARKS + "a,0,5,5,5,5,5,5,5,5,5,5\n"))
        .hasMessageContaining("boxes.csv:2: the points lie in one place");
  }

  @Test
  void whatOnlyTheWholeFileShowsIsSaid() {
    assertThatThrownBy(
            () ->
                cut(
                    LANDMARKS
                        + "a,0,30,40,70,42,50,60,35,80,65,82\n"
                        + "a,1,70,42,30,40,50,60,65,82,35,80\n"
                        + "a,2,70,42,30,40,50,60,65,82,35,80\n"))
        .hasMessageContaining("2 of 3 faces")
        .hasMessageContaining("mirrored, the first in line 3: left is what lies on the left");
    assertThatThrownBy(() -> cut(BOX + "a,0,.1,.2,.5,.75\n"))
        .hasMessageContaining("no box of")
        .hasMessageContaining("are pixels, not shares of the frame");
    assertThatThrownBy(() -> cut(BOX)).hasMessageContaining("has no faces");
    assertThatThrownBy(() -> cut(" \n")).hasMessageContaining("has no lines");
    assertThatThrownBy(() -> cut(BOX + "z/a,0,1,2,3,4\n"))
        .hasMessageContaining("names no clip of the set: its first is 'z/a', that of the set 'a'");
    assertThatThrownBy(() -> FaceFile.cut(listing(), config("none.csv"), new Configuration()))
        .hasMessageContaining("none.csv is not there");
  }

  @Test
  void aFaceOnceMirroredIsTakenAsItIs() throws Exception {
    Listing cut =
        cut(
            LANDMARKS
                + "a,0,30,40,70,42,50,60,35,80,65,82\n"
                + "a,1,70,42,30,40,50,60,65,82,35,80\n");

    assertThat(cut.clips().get(0).faces().rows()).isEqualTo(2);
  }

  private Listing cut(String text) throws Exception {
    Trees.write(folder.resolve("boxes.csv"), text);
    return FaceFile.cut(listing(), config("boxes.csv"), new Configuration());
  }

  private org.logoformer.config.PrepConfig config(String name) {
    return LogoConfig.load(List.of(), List.of("prep.boxes=\"" + folder.resolve(name) + "\""))
        .prep();
  }

  private static Listing listing() {
    List<ListedClip> clips =
        List.of("a", "b/1", "c").stream()
            .map(id -> new ListedClip(id, 0, "train", 0, "", "/" + id, new ListLine("l", 1, id)))
            .toList();
    return new Listing(ClassMap.EMOTIONS, clips, Map.of());
  }
}

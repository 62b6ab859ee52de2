package org.logoformer.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.ImageRefusedException.Reason;
import org.logoformer.clip.Picture;
import org.logoformer.transform.Resize;

class FaceCropperTest {
  private static final int WIDTH = 150;
  private static final int HEIGHT = 130;

  private final Picture frame = frame();

  @Test
  void aSquareBoxIsThePartOfTheArray() throws Exception {
    Picture crop = cropper(8, 0).crop(frame, new Face.Box(20, 7, 31, 31));

    assertThat(crop.width()).isEqualTo(31);
    assertIsPart(crop, 20, 7);
  }

  @Test
  void anotherBoxBecomesTheSquareAboutItsCentre() throws Exception {
    // Centre (30, 50), side 24, so from (18, 38) on.
    Picture crop = cropper(8, 0).crop(frame, new Face.Box(25, 38, 10, 24));

    assertThat(crop.width()).isEqualTo(24);
    assertThat(crop.height()).isEqualTo(24);
    assertIsPart(crop, 18, 38);
  }

  @Test
  void aMarginIsSeenOnEachSide() throws Exception {
    Picture crop = cropper(8, 0.25).crop(frame, new Face.Box(40, 40, 20, 20));

    assertThat(crop.width()).isEqualTo(30);
    assertIsPart(crop, 35, 35);
  }

  @Test
  void fractionsAreRoundedToWholePixels() throws Exception {
    // Side 10.4, centre (25.6, 15.4): from (20.6, 10.4) on.
    Picture crop = cropper(8, 0).crop(frame, new Face.Box(20.4, 10.2, 10.4, 10.4));

    assertThat(crop.width()).isEqualTo(10);
    assertIsPart(crop, 21, 10);
  }

  @Test
  void outsideOfTheFrameIsBlack() throws Exception {
    assertIsPart(cropper(8, 0).crop(frame, new Face.Box(-12, 110, 40, 40)), -12, 110);
    assertIsPart(cropper(8, 0).crop(frame, new Face.Box(-10, -10, 300, 300)), -10, -10);
    // The square of a thin box reaches beyond the frame on both sides of it.
    assertIsPart(cropper(8, 0).crop(frame, new Face.Box(149, 0, 1, 130)), 85, 0);
  }

  @Test
  void whatWasCutBeforeLeavesNothing() throws Exception {
    FaceCropper used = cropper(8, 0);
    used.crop(frame, new Face.Box(0, 0, 90, 90));

    assertIsPart(used.crop(frame, new Face.Box(-30, -30, 60, 60)), -30, -30);
  }

  @Test
  void aFaceBesideTheFrameIsRefused() {
    for (Face face :
        List.of(
            new Face.Box(150, 3, 9, 9),
            new Face.Box(3, -9, 9, 9),
            landmarks(112, p -> new Point(p.x() + 160, p.y())),
            landmarks(112, p -> new Point(p.x(), p.y() - 200)))) {
      assertThatThrownBy(() -> cropper(8, 0).crop(frame, face))
          .isInstanceOfSatisfying(
              ImageRefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_FACE))
          .hasMessageContaining("outside of the frame, which has 150 x 130 pixels");
    }
  }

  @Test
  void aCropOfMorePixelsThanAllowedIsRefused() {
    assertThatThrownBy(() -> cropper(8, 0).crop(frame, new Face.Box(0, 0, 1_000_000, 5)))
        .isInstanceOfSatisfying(
            ImageRefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
        .hasMessageContaining("1000000 x 1000000 pixels, allowed are 1000000");
    assertThatThrownBy(() -> cropper(8, 0).crop(frame, landmarks(112, p -> times(p, 1e5, -5.6e6))))
        .hasMessageContaining("pixels, allowed are");
  }

  @Test
  void landmarksWhereTheTemplateHasThemAreThePartOfTheArray() throws Exception {
    Face face = landmarks(112, p -> new Point(p.x() + 17, p.y() + 9));

    Picture crop = cropper(112, 0).crop(frame, face);

    assertThat(crop.width()).isEqualTo(112);
    assertIsPart(crop, 17, 9);
  }

  @Test
  void aFaceOnItsSideIsSetUpright() throws Exception {
    // A quarter turn: what is at (x, y) of the crop was at (130 - y, x + 3).
    Face face = landmarks(112, p -> new Point(130 - p.y(), p.x() + 3));

    Picture crop = cropper(112, 0).crop(frame, face);

    for (int y = 0; y < 112; y++) {
      for (int x = 0; x < 112; x++) {
        assertThat(crop.words()[y * 112 + x]).isEqualTo(pixel(130 - y, x + 3));
      }
    }
  }

  @Test
  void aLargeFaceIsSampledMoreDenselyUnlessResizingIsPlain() throws Exception {
    // Of a crop of 28 pixels, each is a square of 4 x 4 pixels of the frame.
    Face face = landmarks(112, p -> new Point(p.x() + 5, p.y() + 2));

    Picture dense = cropper(28, 0).crop(frame, face);
    assertThat(dense.width()).isEqualTo(112);
    assertIsPart(dense, 5, 2);

    Picture plain = new FaceCropper(28, 0, Resize.PLAIN, 1_000_000).crop(frame, face);
    assertThat(plain.width()).isEqualTo(28);
    // The middle of the second square of each direction: between pixels 5 and 6 of the part.
    assertThat(plain.words()[29]).isEqualTo(mean(5 + 5, 2 + 5));
  }

  @Test
  void betweenPixelsSamplesAreWeighed() throws Exception {
    Face face = landmarks(112, p -> new Point(p.x() + 10.25, p.y() + 4));

    Picture crop = cropper(112, 0).crop(frame, face);

    for (int x = 0; x < 112; x++) {
      int green = (crop.words()[3 * 112 + x] >>> 16) & 0xff;
      double weighed = 0.75 * green(pixel(x + 10, 7)) + 0.25 * green(pixel(x + 11, 7));
      assertThat(green).isEqualTo((int) Math.floor(weighed + 0.5));
    }
  }

  @Test
  void aMarginAroundLandmarksShowsMoreOfTheFrame() throws Exception {
    // With a quarter on each side, the 112 pixels of the template take 112 of 168.
    Face face = landmarks(112, p -> new Point(p.x() + 20, p.y() + 10));

    Picture crop = cropper(168, 0.25).crop(frame, face);

    assertThat(crop.width()).isEqualTo(168);
    assertIsPart(crop, 20 - 28, 10 - 28);
  }

  @Test
  void landmarksOutsideOfTheFrameShowBlack() throws Exception {
    Face face = landmarks(112, p -> new Point(p.x() - 50, p.y() + 60));

    assertIsPart(cropper(112, 0).crop(frame, face), -50, 60);
  }

  @Test
  void mirroredLandmarksAreKnown() {
    Face.Landmarks face = landmarks(112, p -> p);
    assertThat(face.isMirrored()).isFalse();
    assertThat(landmarks(112, p -> new Point(-p.y(), p.x())).isMirrored()).isFalse();
    assertThat(landmarks(112, p -> new Point(-p.x(), p.y())).isMirrored()).isTrue();
    List<Point> p = face.points();
    assertThat(new Face.Landmarks(p.get(1), p.get(0), p.get(2), p.get(4), p.get(3)).isMirrored())
        .isTrue();
  }

  private static FaceCropper cropper(int size, double margin) {
    return new FaceCropper(size, margin, Resize.ANTIALIAS, 1_000_000);
  }

  /** The template in a crop of so many pixels, moved. */
  private static Face.Landmarks landmarks(int side, UnaryOperator<Point> moved) {
    List<Point> p = Template.in(side, 0).stream().map(moved).toList();
    return new Face.Landmarks(p.get(0), p.get(1), p.get(2), p.get(3), p.get(4));
  }

  private static Point times(Point p, double factor, double shift) {
    return new Point(p.x() * factor + shift, p.y() * factor + shift);
  }

  private void assertIsPart(Picture crop, int left, int top) {
    for (int y = 0; y < crop.height(); y++) {
      for (int x = 0; x < crop.width(); x++) {
        assertThat(crop.words()[y * crop.width() + x])
            .as("%d, %d", x, y)
            .isEqualTo(pixel(left + x, top + y));
      }
    }
  }

  private int mean(int x, int y) {
    int word = 0;
    for (int shift = 24; shift > 0; shift -= 8) {
      int sum = 2;
      for (int i = 0; i < 4; i++) {
        sum += pixel(x + i % 2, y + i / 2) >>> shift & 0xff;
      }
      word |= (sum / 4) << shift;
    }
    return word;
  }

  private static int green(int word) {
    return word >>> 16 & 0xff;
  }

  private int pixel(int x, int y) {
    return x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT ? 0 : frame.words()[y * WIDTH + x];
  }

  /** Every pixel is unlike its neighbours, and none is black. */
  private static Picture frame() {
    byte[] rgb = new byte[WIDTH * HEIGHT * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (1 + (i * 7919L + i / 450 * 104_729L) % 255);
    }
    Picture picture = new Picture();
    picture.take(new Frames(1, HEIGHT, WIDTH, rgb));
    return picture;
  }
}

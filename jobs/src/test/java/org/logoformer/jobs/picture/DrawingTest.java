package org.logoformer.jobs.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.logoformer.jobs.picture.Drawing.Label;
import org.logoformer.jobs.picture.Drawing.Mark;
import org.logoformer.jobs.picture.Drawing.Path;
import org.logoformer.jobs.picture.ScatterPicture.Dots;
import org.logoformer.metrics.Calibration;
import org.logoformer.random.Keyed;

class DrawingTest {
  private static final List<String> CLASSES = List.of("Happy", "Surprise", "Fear & <anger>");

  private static final Calibration CALIBRATION =
      Calibration.of(new double[] {0.97, 0.5, 0.95, 0.4}, new boolean[] {true, false, false, true});

  @ParameterizedTest
  @EnumSource
  void textIsLegibleAndInside(Format format) {
    for (Drawing drawing : all(format)) {
      assertThat(drawing.width()).isEqualTo(format.width());
      drawing.shapes().stream()
          .filter(Label.class::isInstance)
          .map(Label.class::cast)
          .forEach(
              label -> {
                assertThat(label.size()).as(label.text()).isGreaterThanOrEqualTo(12);
                assertThat(label.place().x()).as(label.text()).isBetween(0.0, drawing.width());
                assertThat(label.place().y()).as(label.text()).isBetween(12.0, drawing.height());
              });
    }
  }

  @Test
  void linesAreToldApartWithoutColour() {
    List<CurvePicture.Line> lines =
        IntStream.range(0, 10).mapToObj(i -> line("line " + i, 1, 2)).toList();
    Drawing drawing = CurvePicture.drawing(Format.PAGE, "Ten", "epoch", lines, Double.NaN);
    List<String> looks =
        IntStream.range(0, drawing.shapes().size() - 1)
            .filter(i -> drawing.shapes().get(i + 1) instanceof Mark)
            .filter(i -> drawing.shapes().get(i) instanceof Path)
            .mapToObj(
                i ->
                    ((Path) drawing.shapes().get(i)).dash()
                        + " "
                        + ((Mark) drawing.shapes().get(i + 1)).marker())
            .distinct()
            .toList();
    assertThat(looks).hasSize(10);
  }

  @Test
  void whoCannotSeeACurveIsToldItsValues() {
    Drawing drawing =
        CurvePicture.drawing(
            Format.PAGE, "UAR, %", "epoch", List.of(line("fold-1", 10, 60, 50)), Double.NaN);
    assertThat(drawing.description())
        .isEqualTo("UAR, % by epoch: fold-1 from 10 at 1 to 50 at 3, lowest 10, highest 60");
  }

  @Test
  void whoCannotSeeAMatrixIsToldWhatIsConfused() {
    Drawing drawing =
        ConfusionPicture.drawing(
            Format.PAGE, CLASSES, new long[][] {{3, 1, 0}, {1, 1, 0}, {0, 0, 0}});
    assertThat(drawing.description())
        .contains("Happy 75 %, Surprise 50 %, Fear & <anger> without clips")
        .endsWith("most often confused: Surprise taken for Happy, 50 %");
  }

  @Test
  void whoCannotSeeAReliabilityIsToldHowManyAreRightAtEachConfidence() {
    Drawing drawing = ReliabilityPicture.drawing(Format.PAGE, CALIBRATION);
    // (2 |0.5 - 0.96| + 1 |0 - 0.5| + 1 |1 - 0.4|) / 4
    assertThat(drawing.description())
        .isEqualTo(
            "Right predictions, % by confidence; calibration error 50.5. By range: "
                + "at 40.0 % 100.0 % of 1 clips; at 50.0 % 0.0 % of 1 clips; "
                + "at 96.0 % 50.0 % of 2 clips");
    List<Mark> points =
        drawing.shapes().stream().filter(Mark.class::isInstance).map(Mark.class::cast).toList();
    assertThat(points).hasSize(3);
    assertThat(points.get(0).place().y()).as("all right").isLessThan(points.get(2).place().y());
    assertThat(points.get(2).place().y()).isLessThan(points.get(1).place().y());
  }

  /** y + 18 - y may be less than 18, and then a name was moved to where it was, for ever. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void namesAtOnePlaceStandBelowEachOtherWhateverIsRounded() {
    Keyed keyed = Keyed.of(14, "names");
    for (int i = 0; i < 500; i++) {
      double[] at = {keyed.nextDouble()};
      Drawing drawing =
          ScatterPicture.drawing(
              Format.PAGE,
              "Points",
              "some",
              List.of(
                  new Dots("corners", new double[] {0, 1, at[0]}, new double[] {0, 1, at[0]}),
                  new Dots("one", at, at),
                  new Dots("other", at, at),
                  new Dots("third", at, at)));
      assertThat(drawing.shapes()).isNotEmpty();
    }
  }

  @Test
  void aFileOfAPictureHasItsColoursAndAnElementThoseOfThePage() {
    Drawing drawing = all(Format.PAGE).get(1);
    assertThat(new String(Svg.file(drawing, Theme.LIGHT), StandardCharsets.UTF_8))
        .contains("fill=\"#1c4f9c\"", "Fear &amp; &lt;anger&gt;</text>")
        .doesNotContain("var(");
    assertThat(Svg.element(drawing)).contains("var(--ink-high)").doesNotContain("#1c4f9c");
  }

  @ParameterizedTest
  @EnumSource
  void aPngHasTwiceThePixelsOnTheGroundOfItsTheme(Theme theme) throws IOException {
    byte[] png = Picture.png(all(Format.PAGE).get(0), theme);
    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(960);
    assertThat(image.getRGB(0, 0)).isEqualTo(Ink.GROUND.of(theme).getRGB());
  }

  private static List<Drawing> all(Format format) {
    return List.of(
        CurvePicture.drawing(
            format,
            "Loss",
            "epoch",
            List.of(line("averaging", 1e-5, 2e-5), line("waiting for data", 0, 3e-5), line("none")),
            Double.NaN),
        ConfusionPicture.drawing(format, CLASSES, new long[][] {{3, 1, 0}, {1, 1, 0}, {0, 0, 0}}),
        ReliabilityPicture.drawing(format, CALIBRATION),
        BarPicture.drawing(
            format,
            "Time",
            List.of(
                new BarPicture.Bar("waiting for data", 0.2, "20 %"),
                new BarPicture.Bar("computing", 0, "0 %"))));
  }

  private static CurvePicture.Line line(String name, double... values) {
    List<Double> places =
        IntStream.rangeClosed(1, values.length).mapToObj(i -> (double) i).toList();
    return new CurvePicture.Line(
        name, places, IntStream.range(0, values.length).mapToObj(i -> values[i]).toList());
  }
}

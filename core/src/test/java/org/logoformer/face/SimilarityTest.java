package org.logoformer.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SimilarityTest {
  @Test
  void aTurnAScalingAndAShiftAreFoundAgainExactly() {
    Similarity known = new Similarity(1.2, 1.6, 3, -5);
    List<Point> there = Template.POINTS.stream().map(p -> moved(known, p)).toList();

    assertSame(Similarity.between(Template.POINTS, there), known);
    assertSame(Similarity.between(there, Template.POINTS), known.inverse());
    assertThat(known.scale()).isEqualTo(2);
    assertThat(moved(known, new Point(10, 20))).isEqualTo(new Point(12 - 32 + 3, 16 + 24 - 5));
  }

  @Test
  void whatDoesNotFitIsLaidByLeastSquares() {
    // By hand: means (2/3, 2/3) and (2/3, 4/3); sums 16/3, 8 and -4/3.
    List<Point> from = List.of(new Point(0, 0), new Point(2, 0), new Point(0, 2));
    List<Point> to = List.of(new Point(0, 0), new Point(2, 0), new Point(0, 4));

    assertSame(Similarity.between(from, to), new Similarity(1.5, -0.25, -0.5, 0.5));
  }

  /** As NumPy gives it by Umeyama's equations 40 to 43, with a singular value decomposition. */
  @Test
  void isUmeyamas() {
    assertSame(
        Similarity.between(
            List.of(
                new Point(100.5, 120.25),
                new Point(150, 118),
                new Point(127, 150.5),
                new Point(105, 175),
                new Point(148.5, 173)),
            Template.POINTS),
        new Similarity(
            0.7187915617491589, 0.020938596828447863, -31.600032850072054, -36.65560754348871));
  }

  @Property(tries = 200)
  void noOtherSimilarityIsNearer(
      @ForAll @Size(5) List<@DoubleRange(min = -50, max = 50) Double> x,
      @ForAll @Size(5) List<@DoubleRange(min = -50, max = 50) Double> y,
      @ForAll @DoubleRange(min = -0.01, max = 0.01) double turn) {
    List<Point> from =
        IntStream.range(0, 5).mapToObj(i -> new Point(x.get(i) + 40 * i * i, y.get(i))).toList();
    Similarity best = Similarity.between(from, Template.POINTS);
    double least = squares(best, from);
    List<Similarity> others =
        List.of(
            new Similarity(best.a() + turn, best.b(), best.dx(), best.dy()),
            new Similarity(best.a(), best.b() + turn, best.dx(), best.dy()),
            new Similarity(best.a(), best.b(), best.dx() + turn, best.dy()),
            new Similarity(best.a(), best.b(), best.dx(), best.dy() + turn));

    assertThat(others).allMatch(other -> squares(other, from) >= least - 1e-9 * least);
  }

  @Test
  void pointsInOnePlaceCannotBeLaid() {
    List<Point> one = List.of(new Point(3, 4), new Point(3, 4), new Point(3, 4));

    assertThatThrownBy(() -> Similarity.between(one, Template.POINTS.subList(0, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lie in one place");
  }

  private static double squares(Similarity similarity, List<Point> from) {
    double sum = 0;
    for (int i = 0; i < from.size(); i++) {
      Point off = moved(similarity, from.get(i)).minus(Template.POINTS.get(i));
      sum += off.x() * off.x() + off.y() * off.y();
    }
    return sum;
  }

  private static Point moved(Similarity similarity, Point point) {
    return new Point(similarity.x(point.x(), point.y()), similarity.y(point.x(), point.y()));
  }

  private static void assertSame(Similarity actual, Similarity expected) {
    assertThat(actual.a()).isCloseTo(expected.a(), within(1e-12));
    assertThat(actual.b()).isCloseTo(expected.b(), within(1e-12));
    assertThat(actual.dx()).isCloseTo(expected.dx(), within(1e-10));
    assertThat(actual.dy()).isCloseTo(expected.dy(), within(1e-10));
  }
}

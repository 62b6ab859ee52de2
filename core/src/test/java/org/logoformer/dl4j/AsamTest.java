package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.nn.Layout.Range;
import org.logoformer.tensor.nd4j.NdArrays;
import org.logoformer.tensor.nd4j.NdVectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Perturbations against ASAM in plain loops over named arrays, as its authors' code goes. */
class AsamTest {
  private static final double RHO = 0.5;
  private static final double ETA = 0.01;

  @Test
  void perturbsLargeParametersMore() {
    INDArray w = Nd4j.createFromArray(4.0, 0.0);
    INDArray g = Nd4j.createFromArray(0.5, 0.5);
    new Asam(0.1, List.of()).climb(new NdVectors(), NdArrays.tensor(w), NdArrays.tensor(g));
    // T = [4.01, 0.01]: e = 0.1 * T^2 g / ||T g||.
    double norm = 0.5 * Math.hypot(4.01, 0.01);
    assertThat(w.getDouble(0)).isCloseTo(4 + 0.1 * 4.01 * 4.01 * 0.5 / norm, within(1e-12));
    assertThat(w.getDouble(1)).isCloseTo(0.1 * 0.01 * 0.01 * 0.5 / norm, within(1e-12));
    assertThat(g).isEqualTo(Nd4j.createFromArray(0.5, 0.5));
  }

  @Test
  void perturbsWhatIsNotScaledAsSamDoes() {
    INDArray w = Nd4j.createFromArray(4.0, 3.0, -2.0, 5.0);
    INDArray g = Nd4j.createFromArray(0.5, -0.5, 0.25, 0.125);
    new Asam(0.1, List.of(new Range(1, 2), new Range(3, 4)))
        .climb(new NdVectors(), NdArrays.tensor(w), NdArrays.tensor(g));
    double norm = Math.hypot(Math.hypot(4.01 * 0.5, 0.5), Math.hypot(2.01 * 0.25, 0.125));
    double[] expected = {
      4 + 0.1 * 4.01 * 4.01 * 0.5 / norm,
      3 - 0.1 * 0.5 / norm,
      -2 + 0.1 * 2.01 * 2.01 * 0.25 / norm,
      5 + 0.1 * 0.125 / norm
    };
    assertThat(w.toDoubleVector()).containsExactly(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "weights"})
  void theSecondPassRunsWhereTheFormSays(String scaled) {
    String[] settings = {"train.precision=f64", "optimiser.sam.variant=asam"};
    try (SamGraph plain = Smallest.graph(with(settings, "optimiser.sam.rho=0"));
        SamGraph asam =
            Smallest.graph(
                with(settings, "optimiser.sam.rho=" + RHO, "optimiser.sam.scaled=" + scaled))) {
      Smallest.gradient(plain, Smallest.batch(0, 2));
      Map<String, INDArray> w = NetworkGraph.named(plain);
      Map<String, INDArray> e = perturbation(w, NetworkGraph.gradients(plain), scaled);
      e.forEach((name, step) -> w.get(name).addi(step));
      Smallest.gradient(plain, Smallest.batch(0, 2));
      Smallest.gradient(asam, Smallest.batch(0, 2));
      NetworkGraph.gradients(plain)
          .forEach(
              (name, expected) -> {
                INDArray apart = NetworkGraph.gradients(asam).get(name).sub(expected);
                assertThat(apart.norm2Number().doubleValue())
                    .as(name)
                    .isLessThan(1e-9 * expected.norm2Number().doubleValue() + 1e-12);
              });
    }
  }

  private static Map<String, INDArray> perturbation(
      Map<String, INDArray> w, Map<String, INDArray> g, String scaled) {
    Map<String, INDArray> t = new TreeMap<>();
    double squares = 0;
    for (Map.Entry<String, INDArray> gradient : g.entrySet()) {
      String name = gradient.getKey();
      boolean scales = scaled.equals("all") || name.contains("weight");
      INDArray of = w.get(name).dup();
      for (long i = 0; i < of.length(); i++) {
        of.putScalar(i, scales ? Math.abs(of.getDouble(i)) + ETA : 1);
        squares += Math.pow(of.getDouble(i) * gradient.getValue().getDouble(i), 2);
      }
      t.put(name, of);
    }
    double scale = RHO / (Math.sqrt(squares) + 1e-12);
    Map<String, INDArray> e = new TreeMap<>();
    t.forEach((name, of) -> e.put(name, of.mul(of).mul(g.get(name)).mul(scale)));
    return e;
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.of(settings, more).flatMap(Stream::of).toArray(String[]::new);
  }
}

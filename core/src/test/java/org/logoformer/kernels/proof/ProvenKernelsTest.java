package org.logoformer.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.Precision;
import org.logoformer.error.KernelsException;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.nd4j.Nd4jKernels;
import org.logoformer.kernels.onednn.OneDnnKernels;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;

class ProvenKernelsTest {
  private final Proofs proofs = new Proofs(List.of(new Lie()));

  @AfterEach
  void beHonestAgain() {
    System.clearProperty(Lie.PROPERTY);
  }

  private static Kernels right(int threads) {
    return new Nd4jKernels(DataType.FLOAT);
  }

  private Kernels kernels() {
    return kernels(proofs);
  }

  private static Kernels kernels(Proofs proofs) {
    return new ProvenKernels(
        new Implementation(
            "fake", "none", Precision.F32, 1, ProvenKernelsTest::right, "Take others"),
        proofs);
  }

  /** Products of heads inside wider rows; the result of ones is the inner size. */
  private static void assertRight(Kernels kernels) {
    Tensor a = ones(kernels, 3, 4, 6).slice(2, 0, 3);
    Tensor b = ones(kernels, 3, 3, 2);
    Tensor y = kernels.arena().allocate(3, 4, 2);
    kernels.matmul(1, a, b, y).run();
    assertThat(NdArrays.of(y).dup('c').reshape(24).toFloatVector()).containsOnly(3f);
  }

  private static Tensor ones(Kernels kernels, long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    NdArrays.of(t).assign(1);
    return t;
  }

  @Test
  void honestKernelsComputeForThemselves() {
    try (Kernels kernels = kernels()) {
      assertRight(kernels);
    }
    assertThat(proofs.routed()).isEmpty();
    assertThat(proofs.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul: as it is",
        "matmul: as it is, matmul: in two parts",
        "matmul: as it is, matmul: in two parts, matmul: by contiguous copies"
      })
  void aLieIsCaughtAndGoneAround(String lie) {
    System.setProperty(Lie.PROPERTY, lie);
    try (Kernels kernels = kernels()) {
      assertRight(kernels);
    }
    assertThat(proofs.routed())
        .singleElement()
        .asString()
        .contains("matmul of [3, 4, 3]", "as it is", "fake f32 on none", "instead of");
  }

  @Test
  void nothingIsComputedByKernelsThatAlwaysLie() {
    System.setProperty(Lie.PROPERTY, "matmul: always");
    try (Kernels kernels = kernels()) {
      assertThatThrownBy(() -> assertRight(kernels))
          .isInstanceOf(KernelsException.class)
          .hasMessageContaining("No right way was found to compute matmul of [3, 4, 3]")
          .hasMessageContaining("fake f32 on none")
          .hasMessageContaining("by plain Java")
          .hasMessageContaining("Take others");
    }
  }

  @Test
  void anotherOperationsLieChangesNothing() {
    System.setProperty(Lie.PROPERTY, "softmax: always");
    try (Kernels kernels = kernels()) {
      assertRight(kernels);
    }
    assertThat(proofs.routed()).isEmpty();
  }

  @Test
  void eachKindIsProvedOnce() {
    try (Kernels first = kernels();
        Kernels second = kernels()) {
      for (Kernels kernels : List.of(first, second)) {
        Tensor x = ones(kernels, 5, 7);
        kernels.gelu(x, kernels.arena().allocate(5, 7));
        kernels.gelu(x, kernels.arena().allocate(5, 7));
        kernels.add(x, x, kernels.arena().allocate(5, 7));
        kernels.add(x, ones(kernels, 5, 7), x);
      }
    }
    assertThat(proofs.count()).isEqualTo(3);
  }

  @Test
  void gradientsOfALiedForwardPassAreRight() {
    System.setProperty(Lie.PROPERTY, "layer normalisation: as it is");
    List<float[]> results = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (Kernels kernels = kernels(new Proofs(List.of(new Lie())))) {
        Tensor x = kernels.arena().allocate(2, 4);
        for (int at = 0; at < 8; at++) {
          NdArrays.of(x).putScalar(at / 4, at % 4, at * at % 5);
        }
        Tensor dx = kernels.arena().allocate(2, 4);
        Tensor scale = ones(kernels, 4);
        Kernels.LayerNormalization op =
            kernels.layerNormalization(x, scale, scale, 1e-6, kernels.arena().allocate(2, 4));
        Op gradient = op.gradient(x, dx, kernels.arena().allocate(4), kernels.arena().allocate(4));
        op.run();
        gradient.run();
        results.add(NdArrays.of(dx).dup('c').reshape(8).toFloatVector());
      }
      System.clearProperty(Lie.PROPERTY);
    }
    assertThat(results.get(0)).containsExactly(results.get(1), offset(1e-5f));
  }

  /** States and the gradient by the state's weights of a layer, in 4 steps of 2 clips. */
  private static List<float[]> recurrence(Proofs proofs) {
    try (Kernels kernels = kernels(proofs)) {
      Tensor x = kernels.arena().allocate(2, 4, 3);
      for (int at = 0; at < 24; at++) {
        NdArrays.of(x).putScalar(at / 12, at / 3 % 4, at % 3, at * at % 5 - 2);
      }
      Tensor y = kernels.arena().allocate(2, 4, 5);
      Gates d = gates(kernels);
      Kernels.Recurrence layer = kernels.recurrence(Cell.GRU, x, gates(kernels), y);
      Op train = layer.train();
      Op gradient = layer.gradient(ones(kernels, 2, 4, 5), kernels.arena().allocate(2, 4, 3), d);
      train.run();
      gradient.run();
      return List.of(values(y), values(d.ofState()));
    }
  }

  private static Gates gates(Kernels kernels) {
    return new Gates(
        ones(kernels, 15, 3), ones(kernels, 15, 5), ones(kernels, 15), ones(kernels, 15));
  }

  private static float[] values(Tensor t) {
    return NdArrays.of(t).dup('c').reshape(t.length()).toFloatVector();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "recurrence: as it is",
        "recurrence gradient: as it is",
        "recurrence: as it is, recurrence gradient: by contiguous copies",
        "recurrence: as it is, recurrence: by other operations"
      })
  void aLyingRecurrenceIsComputedAnotherWay(String lie) {
    List<float[]> right = recurrence(new Proofs(List.of()));
    System.setProperty(Lie.PROPERTY, lie);
    List<float[]> found = recurrence(proofs);
    for (int i = 0; i < right.size(); i++) {
      assertThat(found.get(i)).containsExactly(right.get(i), offset(1e-5f));
    }
    assertThat(proofs.routed())
        .isNotEmpty()
        .allMatch(
            told ->
                told.startsWith("recurrence")
                    && (told.contains("is computed by other operations")
                        || told.contains("is computed by plain Java")));
  }

  @Test
  void lanesAreProvedTooAndOnce() {
    Proofs shared = new Proofs(List.of());
    Implementation onednn =
        new Implementation(
            "onednn",
            "any",
            Precision.F32,
            2,
            threads -> new OneDnnKernels(threads, Precision.F32),
            "");
    try (Kernels kernels = new ProvenKernels(onednn, shared);
        Lanes lanes = kernels.lanes(4)) {
      lanes.run(lane -> assertRight(lanes.kernels(lane)));
      assertThat(lanes.count()).isEqualTo(2);
    }
    assertThat(shared.count()).isEqualTo(1);
  }
}

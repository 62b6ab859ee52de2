package org.logoformer.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.ShortFactors;
import org.logoformer.kernels.onednn.InstructionSet;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** Every operation, in breadth: a case without a right route is an exception. */
class BreadthTest {
  private static final int CASES = Integer.getInteger("logo.cases", 310);

  @Test
  void oneDnnHasARightRouteForEveryOperation() {
    assertKnown(Breadth.errors(Breadth.onednn(), CASES));
  }

  /** With all factors rounded, however small the product; what is proved is as exact as in f32. */
  @Test
  void oneDnnHasARightRouteForEveryOperationOfShortFactors() {
    assumeThat(ShortFactors.areServed()).isTrue();
    assertKnown(Breadth.errors(Breadth.onednn(Precision.BF16_MATH), CASES));
  }

  /** All that is known to be wrong: products, and a row of two pixels of one channel. */
  private static void assertKnown(Map<String, List<String>> errors) {
    assertThat(errors.keySet())
        .allMatch(
            operation ->
                operation.startsWith("matmul")
                    || operation.startsWith("fused convolution kernel [1, 2] stride [1, 2]"));
  }

  @Test
  void nd4jIsRightInEveryOperation() {
    assertThat(Breadth.errors(Breadth.nd4j(Precision.F32), CASES / 4)).isEmpty();
    assertThat(Breadth.errors(Breadth.nd4j(Precision.F64), CASES / 4)).isEmpty();
  }

  /** oneDNN 3.11: batched, strided weights with an inner dimension of 1. */
  @Test
  void findsThatOneDnnMisreadsAnInnerDimensionOfOne() {
    Implementation onednn = Breadth.onednn();
    try (Arena arena = new Arena(onednn.type(), NdArrays::allocate);
        Kernels kernels = onednn.sibling()) {
      Operation product =
          MatrixOperations.matmul(
              1,
              arena.allocate(4, 33, 1),
              arena.allocate(4, 3, 15).slice(1, 0, 1),
              arena.allocate(4, 33, 15));
      assertThat(new Prover(kernels, onednn, new Proofs(List.of())).route(product))
          .isEqualTo(isFast() ? Route.COPIES : Route.DIRECT);
    }
  }

  /** oneDNN 3.11: N items of heads with a stride of N * n * c in wider rows of T = N / 3 tokens. */
  @Test
  void findsThatOneDnnMisreadsStridesThatLookLikeAnotherOrder() {
    Route route = route(24, 4, 8, 8, 8);
    assertThat(route).isEqualTo(isFast() ? Route.PARTS : Route.DIRECT);
  }

  private static boolean isFast() {
    String level = InstructionSet.effective();
    return level.startsWith("avx2") || level.startsWith("avx512") || level.startsWith("avx10");
  }

  /** Of queries and keys inside qkv buffers: [batch, heads, m, k] times [batch, heads, k, n]. */
  private static Route route(long batch, long heads, long k, long m, long n) {
    Implementation onednn = Breadth.onednn();
    try (Arena arena = new Arena(onednn.type(), NdArrays::allocate);
        Kernels kernels = onednn.sibling()) {
      Tensor a = inside(arena, batch, heads, m, k);
      Tensor b = inside(arena, batch, heads, n, k).permute(0, 1, 3, 2);
      Tensor y = arena.allocate(batch, heads, m, n);
      return new Prover(kernels, onednn, new Proofs(List.of()))
          .route(MatrixOperations.matmul(1, a, b, y));
    }
  }

  private static Tensor inside(Arena arena, long batch, long heads, long tokens, long size) {
    return arena
        .allocate(batch, tokens, 3 * heads * size)
        .slice(2, 0, heads * size)
        .split(2, heads, size)
        .permute(0, 2, 1, 3);
  }
}

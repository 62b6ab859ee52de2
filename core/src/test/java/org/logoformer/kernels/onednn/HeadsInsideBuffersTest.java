package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;

/** Products of heads that lie inside qkv or kv buffers, at the batch sizes oneDNN misreads. */
final class HeadsInsideBuffersTest {
  private static final int HEADS = 4;
  private static final int CHANNELS = 8;
  private static final int WIDTH = HEADS * CHANNELS;

  @ParameterizedTest(name = "batch {0}, {1} queries of {2} slices, {3} keys of {4} slices")
  @CsvSource({"24,8,3,8,3", "23,8,3,8,3", "30,10,3,6,2", "12,10,3,6,2", "12,10,1,6,2", "1,1,4,1,4"})
  void areThoseOfLoops(int batch, int queries, int ofQueries, int keys, int ofKeys) {
    try (Kernels kernels = KernelsFactory.make("onednn", Precision.F32, 1)) {
      Tensor a = kernels.arena().allocate(batch, queries, (long) ofQueries * WIDTH);
      Tensor b = kernels.arena().allocate(batch, keys, (long) ofKeys * WIDTH);
      Tensor y = kernels.arena().allocate(batch, HEADS, queries, keys);
      float[] left = fill(a, 1);
      float[] right = fill(b, 2);
      kernels.matmul(0.5, heads(a), heads(b).permute(0, 1, 3, 2), y).run();
      float[] products = NdArrays.of(y).dup('c').reshape(y.length()).toFloatVector();
      int at = 0;
      for (int n = 0; n < batch; n++) {
        for (int h = 0; h < HEADS; h++) {
          for (int q = 0; q < queries; q++) {
            for (int k = 0; k < keys; k++, at++) {
              double sum = 0;
              for (int c = 0; c < CHANNELS; c++) {
                sum +=
                    (double) left[((n * queries + q) * ofQueries) * WIDTH + h * CHANNELS + c]
                        * right[((n * keys + k) * ofKeys) * WIDTH + h * CHANNELS + c];
              }
              assertThat((double) products[at]).isCloseTo(0.5 * sum, within(1e-5));
            }
          }
        }
      }
    }
  }

  /** The first slice of [N, T, slices*width] as [N, n, T, c]. */
  private static Tensor heads(Tensor buffer) {
    return buffer.slice(2, 0, WIDTH).split(2, HEADS, CHANNELS).permute(0, 2, 1, 3);
  }

  private static float[] fill(Tensor tensor, long seed) {
    Random random = new Random(seed);
    float[] values = new float[Math.toIntExact(tensor.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    NdArrays.of(tensor).assign(Nd4j.createFromArray(values).reshape(tensor.shape()));
    return values;
  }
}

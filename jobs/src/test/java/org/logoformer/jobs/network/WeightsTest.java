package org.logoformer.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.logoformer.checkpoint.DType;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.rounds.Wire;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class WeightsTest {
  private static final String VARIANCE = "backbone.bn1.running_var";

  private Map<String, SafeTensor> tensors;

  @BeforeEach
  void read() throws IOException {
    tensors = new TreeMap<>(Fixture.read(Fixture.weights()).tensors());
  }

  @Test
  void doublesStayDoublesOnTheirWayToATask() {
    double[] bias = {1.0 / 3, Math.PI, 0, 0, 0, 0, 1e-300};
    tensors.put("head.bias", SafeTensor.of(bias, 7));
    Weights weights = Wire.decode(Wire.encode(of(Map.of())), Weights.class);
    INDArray f64 = Nd4j.zeros(DataType.DOUBLE, 7);
    weights.copyTo(Map.of("head.bias", f64));
    assertThat(f64.toDoubleVector()).containsExactly(bias);
    INDArray f32 = Nd4j.zeros(DataType.FLOAT, 7);
    weights.copyTo(Map.of("head.bias", f32));
    assertThat(f32.toFloatVector()).startsWith(1.0f / 3, (float) Math.PI);
  }

  @Test
  void whatIsNoNumberIsNamed() {
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e300}) {
      tensors.put("head.bias", SafeTensor.of(new double[] {0, 0, bad, 0, 0, 0, 0}, 7));
      refused("head.bias holds " + bad + " at element 2");
    }
  }

  @Test
  void aVarianceBelowZeroIsNamed() {
    double[] values = tensors.get(VARIANCE).doubles();
    values[1] = -0.5;
    tensors.put(VARIANCE, SafeTensor.of(values, values.length));
    refused(VARIANCE + " holds the variance -0.5 at element 1");
  }

  @Test
  void wholeNumbersAreNoWeights() {
    tensors.put("head.bias", new SafeTensor(DType.I32, new long[] {7}, new byte[28]));
    refused("head.bias I32[7] instead of floating-point [7]");
  }

  @Test
  void aTypeThatNobodyComputesWithIsPassedOverUnlessItIsAskedFor() {
    assertThat(of(Map.of("mask", "BOOL[3]")).origin()).isEqualTo("file");
    tensors.remove("head.bias");
    assertThatThrownBy(() -> of(Map.of("head.bias", "F8_E4M3[7]")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("head.bias F8_E4M3[7] instead of floating-point [7]")
        .hasMessageNotContaining("missing");
  }

  @Test
  void countersOfBatchesArePassedOver() {
    tensors.put("backbone.bn1.num_batches_tracked", SafeTensor.of(new long[] {3}));
    assertThat(of(Map.of()).origin()).isEqualTo("file");
  }

  @Test
  void whatALossKeptIsPassedOverAndALossKeepsItsOwn() {
    tensors.put("loss.centers", SafeTensor.of(new float[] {1, 2}, 1, 2));
    INDArray bias = Nd4j.zeros(DataType.FLOAT, 7);
    INDArray centers = Nd4j.ones(DataType.FLOAT, 7, 32);
    of(Map.of()).copyTo(Map.of("head.bias", bias, "loss.centers", centers));
    assertThat(centers).isEqualTo(Nd4j.ones(DataType.FLOAT, 7, 32));
  }

  private void refused(String complaint) {
    assertThatThrownBy(() -> of(Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("file")
        .hasMessageContaining(complaint);
  }

  private Weights of(Map<String, String> passedOver) {
    return Weights.of(
        new Safetensors(tensors, Map.of(), passedOver),
        LogoConfig.of("model.preset=tiny").model(),
        "file");
  }
}

package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.math.BigInteger;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.runtime.Threads;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** {@link Kernels} on oneDNN, for float tensors in host memory. */
public final class OneDnnKernels implements Kernels {
  private final Engine engine;
  private final Arena arena = new Arena(ElementType.F32, NdArrays::allocate);

  /**
   * Kernels of the calling thread, which from now on computes with {@code threads} threads.
   *
   * @param threads OpenMP threads of each operation, at least 1
   * @param precision of {@link Precision#type} FLOAT; a CPU that does not have it computes in 32
   *     bits
   */
  public OneDnnKernels(int threads, Precision precision) {
    // oneDNN plans a primitive for the number of threads it sees.
    Threads.use(threads);
    engine = new Engine(threads, precision);
  }

  @Override
  public Arena arena() {
    return arena;
  }

  @Override
  public long bytes() {
    return arena.bytes() + engine.bytes();
  }

  /**
   * What oneDNN chose, as "operation: implementation", for each primitive made so far. "ref" in an
   * implementation means slow code.
   */
  @Override
  public List<String> implementations() {
    return engine.implementations();
  }

  /**
   * As many as divide both the batch and the threads: a thread that keeps its clips from one
   * operation to the next neither waits for others nor loses its cache to them.
   */
  @Override
  public Lanes lanes(int clips) {
    BigInteger threads = BigInteger.valueOf(engine.team().size());
    int count = threads.gcd(BigInteger.valueOf(clips)).intValue();
    return count == 1 ? Lanes.one(this) : new TeamLanes(engine, count);
  }

  Engine engine() {
    return engine;
  }

  @Override
  public Convolution convolution(Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    return bias == null && WinogradConvolution.fits(engine, window, x, weight)
        ? new WinogradConvolution(engine, x, weight, y)
        : new ConvolutionOp(engine, window, x, weight, Tail.of(bias), null, y);
  }

  @Override
  public FusedConvolution fusedConvolution(
      Window window,
      Tensor x,
      Tensor weight,
      Tensor bias,
      Tensor residual,
      Activation activation,
      Tensor y,
      FusedConvolution first) {
    Tail tail = new Tail(bias, residual, activation);
    PreparedWeights weights =
        new PreparedWeights(
            engine, first instanceof FusedConvolutionOp other ? other.weights() : null);
    Op op =
        WinogradConvolution.fits(engine, window, x, weight)
            ? WinogradConvolution.fused(engine, x, weight, tail, weights, y)
            : new ConvolutionOp(engine, window, x, weight, tail, weights, y);
    return new FusedConvolutionOp(weights, op);
  }

  @Override
  public BooleanSupplier changes(Tensor x) {
    return new Changes(engine, x);
  }

  @Override
  public Op foldNormalization(
      Tensor weight,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor foldedWeight,
      Tensor foldedBias) {
    return new NormalizationFold(
        engine, weight, scale, shift, runningMean, runningVariance, foldedWeight, foldedBias);
  }

  @Override
  public BatchNormalization batchNormalization(
      Tensor x,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor y,
      Activation activation) {
    Supplier<BatchNormalization> made =
        () ->
            new BatchNormalizationOp(
                engine, x, scale, shift, runningMean, runningVariance, y, activation);
    return LoneBatchNormalization.serves(engine.team(), x)
        ? new LoneBatchNormalization(engine.team(), made)
        : made.get();
  }

  @Override
  public Pooling maxPooling(Window window, Tensor x, Tensor y) {
    return new PoolingOp(engine, dnnl_pooling_max, window, x, y);
  }

  @Override
  public Pooling averagePooling(Window window, Tensor x, Tensor y) {
    return new PoolingOp(engine, dnnl_pooling_avg_exclude_padding, window, x, y);
  }

  @Override
  public Linear linear(Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y) {
    return new LinearOp(engine, x, weight, bias, residual, y);
  }

  @Override
  public LayerNormalization layerNormalization(
      Tensor x, Tensor scale, Tensor shift, double eps, Tensor y) {
    return new LayerNormalizationOp(engine, x, scale, shift, eps, y);
  }

  @Override
  public Recurrence recurrence(Cell cell, Tensor x, Gates weights, Tensor y) {
    return new RecurrenceOp(engine, RecurrentCell.of(cell), x, weights, y);
  }

  @Override
  public Op matmul(double alpha, Tensor a, Tensor b, Tensor y) {
    return MatmulOps.matmul(engine, alpha, a, b, y);
  }

  @Override
  public Op softmax(Tensor x, Tensor y) {
    return SoftmaxOps.softmax(engine, x, y);
  }

  @Override
  public Op softmaxGradient(Tensor y, Tensor dots, Tensor dy, Tensor dx) {
    return SoftmaxOps.gradient(engine, y, dots, dy, dx);
  }

  @Override
  public Op gelu(Tensor x, Tensor y) {
    return ElementwiseOps.forward(engine, dnnl_eltwise_gelu_erf, x, y);
  }

  @Override
  public Op geluGradient(Tensor x, Tensor dy, Tensor dx) {
    return ElementwiseOps.gradient(engine, dnnl_eltwise_gelu_erf, DNNL_ARG_SRC, x, dy, dx);
  }

  @Override
  public Op sigmoid(Tensor x, Tensor y) {
    return ElementwiseOps.forward(engine, dnnl_eltwise_logistic, x, y);
  }

  @Override
  public Op sigmoidGradient(Tensor y, Tensor dy, Tensor dx) {
    return ElementwiseOps.gradient(
        engine, dnnl_eltwise_logistic_use_dst_for_bwd, DNNL_ARG_DST, y, dy, dx);
  }

  @Override
  public Op tanh(Tensor x, Tensor y) {
    return ElementwiseOps.forward(engine, dnnl_eltwise_tanh, x, y);
  }

  @Override
  public Op tanhGradient(Tensor y, Tensor dy, Tensor dx) {
    return ElementwiseOps.gradient(
        engine, dnnl_eltwise_tanh_use_dst_for_bwd, DNNL_ARG_DST, y, dy, dx);
  }

  @Override
  public Op relu(Tensor x, Tensor y) {
    return ElementwiseOps.forward(engine, dnnl_eltwise_relu, x, y);
  }

  @Override
  public Op addRelu(Tensor a, Tensor b, Tensor y) {
    return BinaryOps.addRelu(engine, a, b, y);
  }

  @Override
  public Op reluGradient(Tensor y, Tensor dy, Tensor dx) {
    return ElementwiseOps.gradient(
        engine, dnnl_eltwise_relu_use_dst_for_bwd, DNNL_ARG_DST, y, dy, dx);
  }

  @Override
  public Op add(Tensor a, Tensor b, Tensor y) {
    return BinaryOps.binary(engine, dnnl_binary_add, a, b, y);
  }

  @Override
  public Op subtract(Tensor a, Tensor b, Tensor y) {
    return BinaryOps.binary(engine, dnnl_binary_sub, a, b, y);
  }

  @Override
  public Op multiply(Tensor a, Tensor b, Tensor y) {
    return BinaryOps.binary(engine, dnnl_binary_mul, a, b, y);
  }

  @Override
  public Op copy(Tensor x, Tensor y) {
    return CopyOps.copy(engine, x, y);
  }

  @Override
  public Op zero(Tensor y) {
    return CopyOps.zero(engine, y);
  }

  @Override
  public Op sum(Tensor x, Tensor y) {
    return SumOps.sum(engine, x, y);
  }

  @Override
  public void close() {
    engine.close();
    arena.close();
  }
}

package org.logoformer.kernels.proof;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.proof.Operation.Role;
import org.logoformer.tensor.Tensor;

/** Normalisations as operations. Operands keep the order in which they are added. */
final class NormalizationOperations {
  private static final double WORK = 8;

  private NormalizationOperations() {}

  /** The tensors of a batch normalisation, as {@link Kernels#batchNormalization} takes them. */
  record Batch(
      Tensor x,
      Tensor scale,
      Tensor shift,
      Tensor mean,
      Tensor variance,
      Tensor y,
      Activation activation) {

    private Operation operation(String what, Role statistics, Role result) {
      return operation(what, activation.toString(), statistics, result);
    }

    private Operation operation(String what, String settings, Role statistics, Role result) {
      Operation o = new Operation("batch normalisation" + what, " " + settings);
      o.readShared(x);
      o.read(scale);
      o.read(shift);
      o.add(statistics, Values.UNIT, mean, false);
      o.add(statistics, Values.POSITIVE, variance, false);
      o.add(result, Values.UNIT, y, true);
      return o;
    }

    private Kernels.BatchNormalization make(Kernels k, Tensor[] t) {
      return k.batchNormalization(t[0], t[1], t[2], t[3], t[4], t[5], activation);
    }

    Operation train() {
      return operation("", Role.SPOILED, Role.WRITTEN)
          .by((k, t) -> make(k, t).train(), v -> forward(v, moments(v)), WORK * x.length());
    }

    private static Moments[] moments(View[] v) {
      return new Moments[v[0].size(-1)];
    }

    private Truth forward(View[] v, Moments[] moments) {
      return new BatchNormalizations.Forward(v[0], moments, v[1], v[2], activation);
    }

    private static Truth running(View[] v, Moments[] moments) {
      return new BatchNormalizations.Running(v[0], moments, v[3], v[4], 3);
    }

    Operation updateRunning() {
      return operation(" statistics", Role.UPDATED, Role.SPOILED)
          .by(this::trainAndUpdate, v -> running(v, moments(v)), WORK * x.length());
    }

    /**
     * {@link #train} and {@link #updateRunning} in one: most are right, and one proof is enough.
     */
    Operation both() {
      return operation("", activation + " with statistics", Role.UPDATED, Role.WRITTEN)
          .and("batch normalisation statistics")
          .by(
              this::trainAndUpdate,
              v -> {
                Moments[] moments = moments(v);
                return new Truth.Split(5, running(v, moments), forward(v, moments));
              },
              WORK * x.length());
    }

    private Op trainAndUpdate(Kernels k, Tensor[] t) {
      Kernels.BatchNormalization made = make(k, t);
      return ImageOperations.both(made.train(), made.updateRunning());
    }

    Operation gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
      Operation o = operation(" gradient", Role.SPOILED, Role.SPOILED);
      o.readShared(dy);
      o.writtenShared(dx);
      o.written(dScale);
      o.written(dShift);
      return o.by(
          (k, t) -> {
            Kernels.BatchNormalization made = make(k, t);
            return ImageOperations.both(made.train(), made.gradient(t[6], t[7], t[8], t[9]));
          },
          v -> new BatchNormalizations.Gradient(v[0], v[1], v[2], activation, v[6], 7),
          2 * WORK * x.length());
    }
  }

  static Operation fold(
      Tensor weight,
      Tensor scale,
      Tensor shift,
      Tensor mean,
      Tensor variance,
      Tensor foldedWeight,
      Tensor foldedBias) {
    Operation o = new Operation("folded normalisation", "");
    o.read(weight);
    o.read(scale);
    o.read(shift);
    o.read(mean);
    o.add(Role.READ, Values.POSITIVE, variance, false);
    o.written(foldedWeight);
    o.written(foldedBias);
    return o.by(
        (k, t) -> k.foldNormalization(t[0], t[1], t[2], t[3], t[4], t[5], t[6]),
        v -> new BatchNormalizations.Fold(v[0], v[1], v[2], v[3], v[4], 5),
        (double) weight.length());
  }

  static Operation layer(Tensor x, Tensor scale, Tensor shift, double eps, Tensor y) {
    Operation o = new Operation("layer normalisation", " eps " + eps);
    o.readShared(x);
    o.read(scale);
    o.read(shift);
    o.writtenShared(y);
    return o.by(
        (k, t) -> k.layerNormalization(t[0], t[1], t[2], eps, t[3]),
        v -> new LayerNormalizations.Forward(v[0], v[1], v[2], eps),
        WORK * x.length());
  }

  static Operation layerGradient(
      Tensor x,
      Tensor scale,
      Tensor shift,
      double eps,
      Tensor y,
      Tensor dy,
      Tensor dx,
      Tensor dScale,
      Tensor dShift) {
    Operation o = new Operation("layer normalisation gradient", " eps " + eps);
    o.readShared(x);
    o.read(scale);
    o.read(shift);
    o.spoiledShared(y);
    o.readShared(dy);
    o.writtenShared(dx);
    o.written(dScale);
    o.written(dShift);
    return o.by(
        (k, t) -> {
          Kernels.LayerNormalization made = k.layerNormalization(t[0], t[1], t[2], eps, t[3]);
          return ImageOperations.both(made, made.gradient(t[4], t[5], t[6], t[7]));
        },
        v -> new LayerNormalizations.Gradient(v[0], v[1], eps, v[4], 5),
        2 * WORK * x.length());
  }
}

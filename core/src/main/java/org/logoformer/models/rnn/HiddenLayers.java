package org.logoformer.models.rnn;

import org.logoformer.nn.Layer;
import org.logoformer.nn.Linear;
import org.logoformer.nn.Scope;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * y = ReLU(fc(ReLU(fc(x)))): VGG's hidden linear layers, named as torchvision names them. They read
 * a map as torchvision's do, channels first.
 */
final class HiddenLayers extends Layer {
  private final Tensor turned;
  private final Tensor between;
  private final Tensor y;
  private final Linear first;
  private final Linear second;

  /**
   * @param map [N, h, w, C]
   * @param y [N, H], receives the result
   */
  HiddenLayers(Scope scope, Tensor map, Tensor y) {
    super(scope);
    this.y = y;
    this.turned = scope.allocate(map.size(0), map.size(3), map.size(1), map.size(2));
    this.between = scope.allocateLike(y);
    then(kernels().copy(channelsFirst(map), turned));
    this.first = thenPart(new Linear(scope.in("0"), rows(turned), null, between));
    then(kernels().relu(between, between));
    this.second = thenPart(new Linear(scope.in("3"), between, null, y));
    then(kernels().relu(y, y));
  }

  private static Tensor channelsFirst(Tensor map) {
    return map.permute(0, 3, 1, 2);
  }

  /** [N, C, h, w] as [N, C*h*w]. */
  private static Tensor rows(Tensor turned) {
    return turned.reshape(turned.size(0), turned.size(1) * turned.size(2) * turned.size(3));
  }

  @Override
  public void differentiate(Tensor dy, Tensor dx) {
    Arena.Mark mark = scope().mark();
    Tensor dBetween = scope().allocateLike(between);
    Tensor dTurned = scope().allocateLike(turned);
    back(kernels().reluGradient(y, dy, dy));
    backPart(second).differentiate(dy, dBetween);
    back(kernels().reluGradient(between, dBetween, dBetween));
    backPart(first).differentiate(dBetween, rows(dTurned));
    back(kernels().copy(dTurned, channelsFirst(dx)));
    scope().release(mark);
  }
}

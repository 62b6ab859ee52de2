package org.logoformer.jobs.dryrun;

import java.util.LinkedHashMap;
import java.util.Map;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.ModelConfig.Cls;
import org.logoformer.config.WindowSize;

/** The network's tensors by stage, and how many numbers it keeps for the backward pass. */
final class NetworkShapes {
  private NetworkShapes() {}

  /** Shape of each stage's output, with B for the clips of a batch. */
  static Map<String, String> of(ModelConfig model) {
    int side = model.featureSize();
    int features = 4 * model.backbone().width();
    int cls = model.cls() == Cls.TOKEN ? 1 : 0;
    WindowSize window = model.window();
    WindowSize pool = model.pool().window();
    int tokens = model.frames() * side * side;
    int keys = cls + tokens / volume(pool);
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("clips", shape(model.frames(), model.size(), model.size(), 3));
    shapes.put("ResNet18 through layer3", shape(model.frames(), side, side, features));
    shapes.put("projection", shape(model.frames(), side, side, model.dim()));
    shapes.put(
        "local attention, x " + model.depth(),
        "%d windows of %d x %d x %d = %d tokens, %d heads"
            .formatted(
                tokens / volume(window),
                window.frames(),
                window.rows(),
                window.columns(),
                volume(window),
                model.heads()));
    shapes.put(
        "global attention, x " + model.depth(),
        "%d queries, %d keys, %d heads".formatted(cls + tokens, keys, model.heads()));
    shapes.put("MLP, x " + model.depth(), shape(cls + tokens, model.mlpRatio() * model.dim()));
    shapes.put("logits", shape(model.classes()));
    return shapes;
  }

  /**
   * Numbers of one clip that the forward pass keeps: an estimate for planning. Each convolution
   * keeps its output before and after normalisation; a block keeps the input and output of each of
   * its linear layers, normalisations and softmaxes.
   */
  static long activations(ModelConfig model) {
    long width = model.backbone().width();
    long side = (model.size() + 1L) / 2;
    long numbers = 2 * side * side * width;
    side = (side + 1) / 2;
    for (int stage = 0; stage < 3; stage++) {
      if (stage > 0) {
        side = (side + 1) / 2;
        numbers += 2 * side * side * (width << stage);
      }
      numbers += 2 * 4 * side * side * (width << stage);
    }
    long d = model.dim();
    long tokens = (long) model.frames() * side * side;
    long keys = tokens / volume(model.pool().window()) + 1;
    long local = tokens * (6 * d + (long) model.heads() * volume(model.window()));
    long global = tokens * (5 * d + model.heads() * keys) + 4 * keys * d;
    long mlp = tokens * (2 * d + 2L * model.mlpRatio() * d);
    return model.frames() * numbers + tokens * 2 * d + model.depth() * (local + global + mlp);
  }

  private static int volume(WindowSize box) {
    return box.frames() * box.rows() * box.columns();
  }

  private static String shape(int... sizes) {
    StringBuilder text = new StringBuilder("[B");
    for (int size : sizes) {
      text.append(", ").append(size);
    }
    return text.append(']').toString();
  }
}

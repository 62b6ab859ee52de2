package org.logoformer.train.round;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.logoformer.batch.ClipInput;
import org.logoformer.batch.ReadAhead;
import org.logoformer.batch.View;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a network says of clips: the one loop behind a training's tests, evaluation and prediction.
 *
 * @param <T> what a clip is known by
 * @param input where the clips come from
 * @param batch clips of a forward pass
 * @param prefetch batches read ahead
 * @param views looks at each clip
 * @param asked what is wanted
 */
public record Testing<T>(
    ClipInput<T> input, int batch, int prefetch, List<View> views, Asked asked) {
  /** What a test is made for. */
  public enum Asked {
    /** Classes. */
    LOGITS,
    /** Classes, and what the classifier read. */
    FEATURES
  }

  /** Copies the views. */
  public Testing {
    views = List.copyOf(views);
  }

  /** A test of the plain view. */
  public static <T> Testing<T> plain(ClipInput<T> input, int batch, int prefetch) {
    return new Testing<>(input, batch, prefetch, List.of(View.PLAIN), Asked.LOGITS);
  }

  /**
   * The answer for each clip, in their order.
   *
   * @param network belongs to the calling thread
   * @param cancelled asked between forward passes
   * @throws CancellationException if {@code cancelled} said so: a part of the answers is none
   * @throws org.logoformer.error.DataException if a clip is damaged
   */
  public List<Answer> answers(Forward network, List<T> clips, BooleanSupplier cancelled) {
    List<List<T>> parts = parts(clips);
    List<Answer> answers = new ArrayList<>();
    try (ReadAhead<INDArray> ahead = new ReadAhead<>(tasks(parts), prefetch, Testing::free)) {
      for (List<T> part : parts) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException(
              "Test cancelled after %d of %d clips".formatted(answers.size(), clips.size()));
        }
        answers.addAll(part(network, part, ahead));
      }
    }
    return answers;
  }

  private List<Answer> part(Forward network, List<T> clips, ReadAhead<INDArray> ahead) {
    List<String> ids = clips.stream().map(input::id).toList();
    double[][][] logits = new double[views.size()][][];
    double[][] features = new double[clips.size()][0];
    for (int v = 0; v < logits.length; v++) {
      INDArray seen = ahead.next();
      try {
        logits[v] = network.logits(seen, ids);
        if (asked == Asked.FEATURES) {
          add(network.features(), features);
        }
      } finally {
        free(seen);
      }
    }
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      int clip = i;
      List<double[]> ofClip = Arrays.stream(logits).map(view -> view[clip]).toList();
      answers.add(new Answer(ofClip, mean(features[i])));
    }
    return answers;
  }

  private static void add(double[][] features, double[][] sums) {
    for (int i = 0; i < sums.length; i++) {
      double[] before = sums[i];
      sums[i] = features[i];
      for (int k = 0; k < before.length; k++) {
        sums[i][k] += before[k];
      }
    }
  }

  private double[] mean(double[] sums) {
    return Arrays.stream(sums).map(sum -> sum / views.size()).toArray();
  }

  private List<Supplier<INDArray>> tasks(List<List<T>> parts) {
    List<Supplier<INDArray>> tasks = new ArrayList<>();
    for (List<T> part : parts) {
      views.forEach(view -> tasks.add(() -> input.clips(part, view)));
    }
    return tasks;
  }

  private List<List<T>> parts(List<T> clips) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < clips.size(); from += batch) {
      parts.add(clips.subList(from, Math.min(clips.size(), from + batch)));
    }
    return parts;
  }

  private static void free(INDArray clips) {
    if (clips.closeable()) {
      clips.close();
    }
  }
}

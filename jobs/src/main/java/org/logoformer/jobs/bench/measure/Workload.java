package org.logoformer.jobs.bench.measure;

import java.util.stream.LongStream;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One mini-batch of noise.
 *
 * @param pixels [B, F, h, w, 3], row-major
 * @param labels [B]
 * @param shape of the pixels
 */
public record Workload(byte[] pixels, long[] labels, long[] shape) {
  private static final int VALUES = 256;

  /** A batch of {@code clips} clips, drawn by the seed of {@code config}. */
  public static Workload of(LogoConfig config, int clips) {
    ModelConfig model = config.model();
    long[] shape = {clips, model.frames(), model.size(), model.size(), 3};
    Keyed keyed = Keyed.of(config.run().seed(), "bench");
    byte[] pixels = new byte[clips * model.frames() * model.size() * model.size() * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) keyed.nextInt(VALUES);
    }
    long[] labels = LongStream.range(0, clips).map(i -> i % model.classes()).toArray();
    return new Workload(pixels, labels, shape);
  }

  /** B. */
  public int clips() {
    return labels.length;
  }

  /** As the network takes it: pixels / 255, labels one-hot. */
  public MultiDataSet batch(LogoConfig config) {
    DataType type = config.train().precision().type();
    float[] scaled = new float[pixels.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (pixels[i] & 255) / 255f;
    }
    INDArray clips = Nd4j.createFromArray(scaled).reshape(shape).castTo(type);
    INDArray wanted = Nd4j.zeros(type, labels.length, config.model().classes());
    for (int i = 0; i < labels.length; i++) {
      wanted.putScalar(i, labels[i], 1);
    }
    return new MultiDataSet(clips, wanted);
  }
}

package org.logoformer.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.logoformer.jobs.picture.AttentionPicture;
import org.logoformer.jobs.picture.AttentionPicture.Grid;

/** Pictures of attention as {@code predict} writes them, of no network and no face. */
final class SampleAttention {
  private static final int SIDE = 8;

  private SampleAttention() {}

  /** Clips {@code clip-1} and so on; all frames weigh the same. */
  static void write(Path folder, int clips, int frames) throws IOException {
    Files.createDirectories(folder);
    int[][] rgb =
        IntStream.range(0, frames)
            .mapToObj(
                f -> IntStream.range(0, SIDE * SIDE).map(i -> 0x604020 + 997 * i * f).toArray())
            .toArray(int[][]::new);
    double[] shares = new double[4 * frames];
    Arrays.setAll(shares, r -> (1 + r % 4) / 10.0 / frames);
    for (int c = 1; c <= clips; c++) {
      byte[] png =
          AttentionPicture.png(
              "clip-%d: Happy, 80 %%".formatted(c), rgb, new Grid(frames, 2, 2), shares);
      Files.write(folder.resolve("clip-%d.png".formatted(c)), png);
    }
  }
}

package org.logoformer.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.metrics.Bootstrap;

/** Writes the files of a run that was never trained. */
record SampleRun(java.nio.file.Path folder) {
  /** Of the clips of each class, the share {@code right} is predicted right. */
  void fold(String name, double right, int clips) throws IOException {
    Files.createDirectories(folder.resolve(name));
    List<Prediction> rows = new ArrayList<>();
    int rounds = clips / 7;
    int number = Integer.parseInt(name.substring("fold-".length()));
    for (int i = 0; i < clips; i++) {
      int label = i % 7;
      int round = i / 7;
      int prediction = round < rounds * right ? label : (label + 1) % 7;
      String scene = i % 2 == 0 ? "Crime" : "War";
      rows.add(
          new Prediction("c" + i, scene, number, label, prediction, probabilities(i, prediction)));
    }
    Evaluation evaluation =
        Evaluation.of(rows, ClassMap.EMOTIONS.names()).resampled(new Bootstrap(50, 1));
    new FoldMetrics(Map.of(), evaluation)
        .write(new Configuration(), new Path(folder.resolve(name + "/metrics.json").toUri()));
    StringBuilder log = new StringBuilder();
    for (int e = 1; e <= 30; e++) {
      log.append(epoch(e, 0.2 + 1.8 * Math.exp(-e / 8.0), right * (1 - Math.exp(-e / 6.0))));
    }
    Files.writeString(folder.resolve(name + "/metrics.jsonl"), log.toString());
  }

  private static List<Double> probabilities(int clip, int prediction) {
    double confidence = 0.3 + 0.7 * (clip * 37 % 100) / 100;
    return IntStream.range(0, 7)
        .mapToObj(c -> c == prediction ? confidence : (1 - confidence) / 6)
        .toList();
  }

  static String epoch(int epoch, double loss, double uar) {
    return """
{"kind":"epoch","epoch":%d,"time":"2026-11-30T04:00:%02dZ","lr":0.01,"loss":%s,"uar":%s,"war":%s,"clips_per_second":40.5,"seconds":10,\
"rounds":5,"dropped":2,"times":{"broadcast":0.5,"data":1,"compute":6,"stragglers":0.5,\
"scheduling":1,"reduce":0.25,"apply":0.25,"checkpoint":0.5},\
"bytes":{"broadcast":10000000,"driver":11000000,"shuffle":20000000}}
"""
        .formatted(epoch, epoch, loss, uar, uar * 0.98);
  }
}

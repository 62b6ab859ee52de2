package org.logoformer.jobs.sweep.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.logoformer.config.LogoConfig;
import org.logoformer.random.Keyed;

/**
 * Writes the files of an ASHA sweep that was never made: 24 trials over a learning rate that
 * matters and is best at 0.01, a batch that matters little, and others that do not.
 */
public record SampleSweep(Path folder) {
  private static final List<String> SPACE =
      List.of(
          "optimiser.lr = log-uniform(1e-4, 1e-1)",
          "optimiser.sam.rho = uniform(0.01, 0.2)",
          "train.batch = choice(8, 16, 32)",
          "optimiser.sam.variant = choice(standard, periodic)",
          "optimiser.sam.every = choice(2, 5) if optimiser.sam.variant = periodic");

  /** Writes them. */
  public void write() throws IOException {
    Files.createDirectories(folder);
    LogoConfig config =
        LogoConfig.of(
            "run.name=" + folder.getFileName(),
            "sweep.search=asha",
            "sweep.trials=24",
            "train.epochs=9",
            "sweep.space=[\"" + String.join("\",\"", SPACE) + "\"]");
    Files.writeString(folder.resolve("sweep.conf"), config.render());
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    IntStream.rangeClosed(1, 24)
        .mapToObj(SampleSweep::row)
        .sorted(
            Comparator.comparing((ObjectNode r) -> !r.get("state").asText().equals("finished"))
                .thenComparing(r -> -r.path("uar").asDouble()))
        .forEach(rows::add);
    Files.writeString(folder.resolve("sweep.json"), rows.toPrettyString());
  }

  private static ObjectNode row(int trial) {
    Keyed draw = Keyed.of(1, "sample-sweep", trial);
    double lr = Math.pow(10, -4 + 3 * draw.split("lr").nextDouble());
    int batch = List.of(8, 16, 32).get((int) (3 * draw.split("batch").nextDouble()));
    boolean periodic = trial % 2 == 0;
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("trial", String.format(Locale.ROOT, "trial-%03d", trial));
    ArrayNode settings = row.putArray("settings");
    settings.add(String.format(Locale.ROOT, "optimiser.lr=%.6g", lr));
    settings.add(
        String.format(
            Locale.ROOT, "optimiser.sam.rho=%.4f", 0.01 + 0.19 * draw.split("rho").nextDouble()));
    settings.add("train.batch=" + batch);
    settings.add("optimiser.sam.variant=" + (periodic ? "periodic" : "standard"));
    if (periodic) {
      settings.add("optimiser.sam.every=" + (trial % 4 == 0 ? 2 : 5));
    }
    if (lr > 0.07) {
      row.put("state", "diverged").put("reason", "loss is NaN in epoch 1, step 12, of worker 0");
      row.putArray("scores");
      return row.put("uar", Double.NaN).put("war", Double.NaN).put("epochs", 0).put("seconds", 12);
    }
    double off = Math.log10(lr) + 2;
    double best = 0.62 - 0.12 * off * off + (batch == 16 ? 0.02 : 0);
    int epochs = best > 0.58 ? 9 : best > 0.52 ? 3 : 1;
    row.put("state", epochs == 9 ? "finished" : "stopped");
    if (epochs < 9) {
      row.put("reason", "not among the best of %d epochs".formatted(epochs));
    }
    ArrayNode scores = row.putArray("scores");
    for (int epoch = 1; epoch <= epochs; epoch *= 3) {
      double uar = best * (1 - Math.exp(-(epoch + 1) / 3.0));
      scores.addObject().put("epoch", epoch).put("uar", uar).put("war", uar + 0.02);
      row.put("uar", uar).put("war", uar + 0.02);
    }
    return row.put("epochs", epochs).put("seconds", 31.5 * epochs);
  }
}

package org.logoformer.jobs.bench.step;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.jobs.bench.measure.Workload;
import org.logoformer.jobs.bench.table.Table;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench frames}: what a step costs against the number of frames. */
@Command(
    name = "frames",
    description = "Counts and times a training step of networks for several numbers of frames.",
    footer = {"", "gmacs are of one clip, forward, as papers count; ms is a step of the batch."})
public final class FramesBench implements Runnable {
  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing;

  @Option(
      names = "--frames",
      split = ",",
      defaultValue = "8,16,32,64",
      paramLabel = "F",
      description = "Values of model.frames (default: ${DEFAULT-VALUE}).")
  private List<Integer> frames;

  @Option(
      names = "--variants",
      split = ",",
      defaultValue =
          "model.logo-former.attention=full,model.logo-former.attention=divided,"
              + "model.logo-former.attention=local-global",
      paramLabel = "KEY=VALUE",
      description = "What to compare, a setting each (default: ${DEFAULT-VALUE}).")
  private List<String> variants;

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    PrintWriter out = options.out();
    new StepReport(out, config).header();
    List<List<String>> rows = new ArrayList<>();
    for (String variant : variants) {
      for (int count : frames) {
        rows.add(row(variant, count, config.with(variant, "model.frames=" + count)));
      }
    }
    out.print(new Table(List.of("variant", "frames", "gmacs", "ms"), rows).text());
    out.flush();
  }

  private List<String> row(String variant, int count, LogoConfig config) {
    double gmacs = Inventory.nominal(Models.blueprint(config.model())).forward() / 1e9;
    Workload workload = Workload.of(config, config.train().batch());
    try (BenchNetwork network = new BenchNetwork(config, workload)) {
      double seconds = timing.blocks().time(Map.of("step", network::step)).get("step");
      return List.of(
          variant,
          Integer.toString(count),
          String.format(Locale.ROOT, "%.3f", gmacs),
          String.format(Locale.ROOT, "%.1f", 1e3 * seconds));
    }
  }
}

package org.logoformer.jobs.bench.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Flops;
import org.logoformer.jobs.bench.measure.Footprint;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.jobs.bench.measure.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench inference}: the speed of evaluation by batch size. */
@Command(
    name = "inference",
    description = "Measures evaluation, as in 'evaluate' and 'predict', at several batch sizes.")
public final class InferenceBench implements Runnable {
  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing;

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "1,4,16",
      paramLabel = "N",
      description = "Batch sizes (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    StepReport report = new StepReport(options.out(), config);
    report.header();
    List<BenchNetwork> networks = new ArrayList<>();
    try (MatmulPeak peak = new MatmulPeak(config)) {
      Map<String, Runnable> things = new LinkedHashMap<>();
      for (int batch : batches) {
        BenchNetwork network = new BenchNetwork(config, Workload.of(config, batch));
        networks.add(network);
        things.put(name(batch), network::evaluate);
      }
      things.put("peak", peak::run);
      Map<String, Double> seconds = timing.blocks().time(things);
      report.peak(peak.flops());
      for (int batch : batches) {
        report.speed(name(batch), batch, seconds.get(name(batch)), Flops::forward);
      }
      report.resident(Footprint.peakResident());
    } finally {
      networks.forEach(BenchNetwork::close);
    }
  }

  private static String name(int batch) {
    return "batch=" + batch;
  }
}

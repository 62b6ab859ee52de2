package org.logoformer.jobs.bench.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.Flops;
import org.logoformer.jobs.bench.measure.Profile;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Section;

/** The lines of {@code bench step}. */
final class StepReport {
  private static final double MEGABYTE = 1e6;

  private final Console console;
  private final LogoConfig config;
  private final Flops nominal;
  private final Flops executed;
  private double peak = Double.NaN;

  StepReport(PrintWriter out, LogoConfig config) {
    this.console = new Console(out);
    this.config = config;
    this.nominal = Flops.nominal(config);
    this.executed = Flops.executed(config);
  }

  /** What is measured, and on what. */
  void header() {
    TrainConfig train = config.train();
    String kernels = KernelsFactory.resolve(train.kernels(), train.precision());
    console.line(
        "bench preset=%s batch=%d threads=%d precision=%s kernels=%s instructions=%s"
            + " gmacs-per-clip=%.3f",
        config.model().preset(),
        train.batch(),
        train.threads(),
        train.precision().label(),
        kernels,
        KernelsFactory.instructionSet(kernels),
        nominal.forward() / 2e9);
  }

  /** {@code flops} a second of the fastest large product; later lines are compared with it. */
  void peak(double flops) {
    peak = flops;
    console.line("peak matmul gflops=%.1f", flops / 1e9);
  }

  /**
   * The speed of {@code what}.
   *
   * @param clips of one mini-batch
   * @param seconds for one mini-batch
   * @param work floating-point operations of one clip
   */
  void speed(String what, int clips, double seconds, ToDoubleFunction<Flops> work) {
    double reached = work.applyAsDouble(executed) * clips / seconds;
    console.line(
        "%-16s clips/s=%.3f ms=%.1f gflops=%.1f of-peak=%.2f nominal-gflops=%.1f",
        what,
        clips / seconds,
        1e3 * seconds,
        reached / 1e9,
        reached / peak,
        work.applyAsDouble(nominal) * clips / seconds / 1e9);
  }

  /** Java heap that a step allocates, bytes. */
  void allocated(long bytes) {
    console.line("memory java-kb-per-step=%.1f", bytes / 1e3);
  }

  /** The largest resident set so far, with all networks of this process, bytes. */
  void resident(long bytes) {
    console.line("memory peak-rss-mb=%.0f", bytes / MEGABYTE);
  }

  /** One slot against two. */
  void slots(SlotRace race) {
    int threads = config.train().threads();
    console.line(
        "slots 1x%d=%.3f 2x%d=%.3f ratio=%.2f",
        threads, race.one(), threads / 2, race.two(), race.two() / race.one());
  }

  /** A table of sections, in milliseconds of a step. */
  void profile(Profile profile) {
    double total = profile.total();
    console.line(
        "%-24s %9s %9s %9s %7s", "profile, ms per step", "forward", "backward", "both", "share");
    for (Section section : profile.sections()) {
      console.line(
          "%-24s %9.1f %9.1f %9.1f %6.1f%%",
          section.title(),
          1e3 * profile.seconds(section, Pass.FORWARD),
          1e3 * profile.seconds(section, Pass.BACKWARD),
          1e3 * profile.seconds(section),
          100 * profile.seconds(section) / total);
    }
    console.line("%-24s %9s %9s %9.1f", "step", "", "", 1e3 * total);
  }

  /** The versions of the peer. */
  void peer(JsonNode versions) {
    console.line(
        "peer torch=%s instructions=%s",
        versions.get("torch").asText(), versions.get("capability").asText());
  }

  /** That both sides computed these losses: evaluation, then steps. */
  void losses(String precision, List<Double> losses) {
    console.line(
        "losses %s evaluation=%.6f steps=%s",
        precision,
        losses.get(0),
        losses.stream()
            .skip(1)
            .map(l -> String.format(Locale.ROOT, "%.6f", l))
            .collect(Collectors.joining(",")));
  }

  /** A variant that does not work, and why. */
  void broken(PeerVariant variant, String message) {
    console.line("peer %s %s does not work: %s", variant.precision(), variant.title(), message);
  }

  /**
   * Clips a second of every variant, then the ratio.
   *
   * @param name such as sam-f32
   */
  void race(String name, Race race) {
    int clips = config.train().batch();
    race.peers()
        .forEach(
            (variant, seconds) ->
                console.line("peer %s %s clips/s=%.3f", name, variant.title(), clips / seconds));
    console.line(
        "ratio %s %.2f ours=%.3f peer=%.3f peer-variant=%s",
        name,
        race.ratio(),
        clips / race.ours(),
        clips / race.fastest().getValue(),
        race.fastest().getKey().title());
    if (race.reference() != null) {
      console.line(
          "ratio %s-own %.2f ours=%.3f f32=%.3f",
          name, race.reference() / race.ours(), clips / race.ours(), clips / race.reference());
    }
  }

  /** A comparison that cannot be made. */
  void noRatio(String name, String reason) {
    console.line("ratio %s n/a: %s", name, reason);
  }

  /** Peak resident sets of two processes that only took steps, bytes. */
  void residentRatio(long ours, long peer, PeerVariant variant) {
    console.line(
        "ratio rss %.2f ours=%.2fGB peer=%.2fGB peer-variant=%s",
        (double) ours / peer, ours / 1e9, peer / 1e9, variant.title());
  }
}

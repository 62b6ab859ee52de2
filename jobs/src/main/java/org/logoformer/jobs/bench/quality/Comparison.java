package org.logoformer.jobs.bench.quality;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

/**
 * What is compared on the same clips.
 *
 * @param name as {@code --of} has it
 * @param variants the reference first, which changes least of the base
 * @param claims orderings of them
 */
record Comparison(String name, List<Variant> variants, List<Claim> claims) {
  /** Every comparison there is. */
  static final List<Comparison> ALL = List.of(losses(), attention(), sampling(), networks());

  /** A setting: its name, and what it changes. */
  record Variant(String name, List<String> settings) {
    Variant(String name, String... settings) {
      this(name, List.of(settings));
    }
  }

  /**
   * The comparison of that name.
   *
   * @throws ConfigException if there is none
   */
  static Comparison of(String name) {
    return ALL.stream()
        .filter(comparison -> comparison.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "--of %s: must be one of %s"
                        .formatted(
                            name,
                            ALL.stream().map(Comparison::name).collect(Collectors.joining(", ")))));
  }

  /** One training of each setting; the reference first. */
  List<Training> trainings(LogoConfig base) {
    return variants.stream()
        .map(v -> Training.of(v.name(), base, v.settings().toArray(String[]::new)))
        .toList();
  }

  /** The first claims are the paper's, the others follow from starting a network from nothing. */
  private static Comparison losses() {
    String both = "compact loss and SAM";
    String printed = "compact loss as printed";
    String without = "without compact loss";
    String early = "compact loss from the first epoch";
    String narrow = "weights and positions of 0.02";
    return new Comparison(
        "losses",
        List.of(
            new Variant(both, "loss.compact.form=symmetric"),
            new Variant(without, "loss.compact.weight=0"),
            new Variant(printed, "loss.compact.form=printed"),
            new Variant("without SAM", "optimiser.sam.rho=0"),
            new Variant(early, "loss.compact.start-epoch=0", "loss.compact.warmup-epochs=0"),
            new Variant(narrow, "model.initial.weights=fixed", "model.initial.positions=0.02")),
        List.of(
            new Claim("compact-loss", both, without),
            new Claim("compact-loss-as-printed", printed, without),
            new Claim("sam", both, "without SAM"),
            new Claim("compact-loss-late", both, early),
            new Claim("wide-start", both, narrow)));
  }

  /** The panels of Fig. 1, against each of which the paper sets local and global attention. */
  private static Comparison attention() {
    String own = "local-global";
    List<String> others = List.of("full", "spatial", "divided", "mixing", "local", "global");
    return new Comparison(
        "attention",
        Stream.concat(Stream.of(own), others.stream())
            .map(panel -> new Variant(panel, "model.logo-former.attention=" + panel))
            .toList(),
        others.stream().map(panel -> Claim.over(own, panel)).toList());
  }

  /** Dynamic sampling against time interpolation, as Table 1 has both for ResNet18 + LSTM. */
  private static Comparison sampling() {
    return new Comparison(
        "sampling",
        List.of(
            sampled("logo-former", "ds"),
            sampled("logo-former", "ti"),
            sampled("resnet18-lstm", "ds"),
            sampled("resnet18-lstm", "ti")),
        List.of(
            new Claim("logo-former-ds-over-ti", "logo-former ds", "logo-former ti"),
            new Claim("resnet18-lstm-ds-over-ti", "resnet18-lstm ds", "resnet18-lstm ti")));
  }

  private static Variant sampled(String network, String rule) {
    return new Variant(network + " " + rule, "model.name=" + network, "data.sampling=" + rule);
  }

  /**
   * Each network of Table 2 against the next below it, then what Table 1 adds. All are trained as
   * LOGO-Former is, on which the settings were tried; two whose convolutions cost several times as
   * much are half as wide as their preset {@code quickstart}.
   */
  private static Comparison networks() {
    return new Comparison(
        "networks",
        List.of(
            network("logo-former"),
            network("baseline"),
            network("former-dfer"),
            network("vgg13-lstm", "model.vgg13-lstm.streams=2", "model.vgg13-lstm.width=8"),
            network("resnet18-gru"),
            network("resnet18-lstm"),
            network("r3d-18"),
            network("r2plus1d-18", "model.r2plus1d-18.width=8")),
        List.of(
            Claim.over("logo-former", "baseline"),
            Claim.over("baseline", "former-dfer"),
            Claim.over("former-dfer", "vgg13-lstm"),
            Claim.over("vgg13-lstm", "resnet18-lstm"),
            Claim.over("resnet18-lstm", "r3d-18"),
            Claim.over("former-dfer", "resnet18-gru"),
            Claim.over("resnet18-gru", "resnet18-lstm"),
            Claim.over("r3d-18", "r2plus1d-18")));
  }

  private static Variant network(String name, String... settings) {
    return new Variant(
        name, Stream.concat(Stream.of("model.name=" + name), Stream.of(settings)).toList());
  }
}

package org.logoformer.jobs.bench.quality;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

/** What is compared on the same clips: settings, the reference first, and their orderings. */
enum Comparison {
  /** The first claims are the paper's, the others follow from starting a network from nothing. */
  LOSSES(
      List.of(
          new Variant(Comparison.BOTH, "loss.compact.form=symmetric"),
          new Variant("without compact loss", "loss.compact.weight=0"),
          new Variant("compact loss as printed", "loss.compact.form=printed"),
          new Variant("without SAM", "optimiser.sam.rho=0"),
          new Variant(
              "compact loss from the first epoch",
              "loss.compact.start-epoch=0",
              "loss.compact.warmup-epochs=0"),
          new Variant(
              "weights and positions of 0.02",
              "model.initial.weights=fixed",
              "model.initial.positions=0.02")),
      List.of(
          new Claim("compact-loss", Comparison.BOTH, "without compact loss"),
          new Claim("compact-loss-as-printed", "compact loss as printed", "without compact loss"),
          new Claim("sam", Comparison.BOTH, "without SAM"),
          new Claim("compact-loss-late", Comparison.BOTH, "compact loss from the first epoch"),
          new Claim("wide-start", Comparison.BOTH, "weights and positions of 0.02"))),

  /** The panels of Fig. 1, against each of which the paper sets local and global attention. */
  ATTENTION(
      Stream.of("local-global", "full", "spatial", "divided", "mixing", "local", "global")
          .map(panel -> new Variant(panel, "model.logo-former.attention=" + panel))
          .toList(),
      Stream.of("full", "spatial", "divided", "mixing", "local", "global")
          .map(panel -> Claim.over("local-global", panel))
          .toList()),

  /** Dynamic sampling against time interpolation, as Table 1 has both for ResNet18 + LSTM. */
  SAMPLING(
      Stream.of("logo-former", "resnet18-lstm")
          .flatMap(
              network ->
                  Stream.of("ds", "ti")
                      .map(
                          rule ->
                              new Variant(
                                  network + " " + rule,
                                  "model.name=" + network,
                                  "data.sampling=" + rule)))
          .toList(),
      List.of(
          new Claim("logo-former-ds-over-ti", "logo-former ds", "logo-former ti"),
          new Claim("resnet18-lstm-ds-over-ti", "resnet18-lstm ds", "resnet18-lstm ti"))),

  /**
   * Each network of Table 2 against the next below it, then what Table 1 adds. All are trained as
   * LOGO-Former is, on whom the settings were tried; two whose convolutions cost several times as
   * much are half as wide as their preset {@code quickstart}.
   */
  NETWORKS(
      List.of(
          new Variant("logo-former", "model.name=logo-former"),
          new Variant("baseline", "model.name=baseline"),
          new Variant("former-dfer", "model.name=former-dfer"),
          new Variant(
              "vgg13-lstm",
              "model.name=vgg13-lstm",
              "model.vgg13-lstm.streams=2",
              "model.vgg13-lstm.width=8"),
          new Variant("resnet18-gru", "model.name=resnet18-gru"),
          new Variant("resnet18-lstm", "model.name=resnet18-lstm"),
          new Variant("r3d-18", "model.name=r3d-18"),
          new Variant("r2plus1d-18", "model.name=r2plus1d-18", "model.r2plus1d-18.width=8")),
      List.of(
          Claim.over("logo-former", "baseline"),
          Claim.over("baseline", "former-dfer"),
          Claim.over("former-dfer", "vgg13-lstm"),
          Claim.over("vgg13-lstm", "resnet18-lstm"),
          Claim.over("resnet18-lstm", "r3d-18"),
          Claim.over("former-dfer", "resnet18-gru"),
          Claim.over("resnet18-gru", "resnet18-lstm"),
          Claim.over("r3d-18", "r2plus1d-18")));

  /** A setting: its name, and what it changes. */
  record Variant(String name, List<String> settings) {
    Variant(String name, String... settings) {
      this(name, List.of(settings));
    }
  }

  private static final String BOTH = "compact loss and SAM";

  private final List<Variant> variants;
  private final List<Claim> claims;

  Comparison(List<Variant> variants, List<Claim> claims) {
    this.variants = variants;
    this.claims = claims;
  }

  /**
   * The comparison of that name.
   *
   * @throws ConfigException if there is none
   */
  static Comparison of(String name) {
    return Arrays.stream(values())
        .filter(comparison -> Setting.lower(comparison).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new ConfigException("--of %s: must be one of %s".formatted(name, names())));
  }

  private static String names() {
    return Arrays.stream(values()).map(Setting::lower).collect(Collectors.joining(", "));
  }

  /** One training of each setting; the reference first. */
  List<Training> trainings(LogoConfig base) {
    return variants.stream()
        .map(v -> Training.of(v.name(), base, v.settings().toArray(String[]::new)))
        .toList();
  }

  List<Claim> claims() {
    return claims;
  }
}

package org.logoformer.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.Require;
import org.logoformer.models.Models;
import org.logoformer.nn.Layout.Range;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Parts;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;

/**
 * Which parts of a network are trained how fast. Frozen ones have no gradient: none in the norms
 * and perturbations of SAM, none in momentum, and no weight decay. A factor is one on the learning
 * rate, as the parameter groups of PyTorch have it: it leaves the momentum as it is.
 */
public final class Tuning {
  private static final Tuning ALL_ALIKE = new Tuning(List.of(), List.of());
  private static final String FREEZE = "train.freeze";
  private static final String FACTORS = "optimiser.lr-factors";

  private final List<Range> frozen;
  private final List<Scaled> scaled;

  private record Scaled(Range range, double factor) {}

  private Tuning(List<Range> frozen, List<Scaled> scaled) {
    this.frozen = frozen;
    this.scaled = scaled;
  }

  /**
   * That of a configuration.
   *
   * @throws org.logoformer.error.ConfigException naming the parts there are, if one is unknown, or
   *     if nothing is left to train
   */
  public static Tuning of(LogoConfig config) {
    List<String> freeze = config.train().freeze();
    Map<String, Double> factors = config.optimiser().lrFactors();
    if (freeze.isEmpty() && factors.isEmpty()) {
      return ALL_ALIKE;
    }
    Parts parts = Parts.of(Models.blueprint(config.model()));
    List<String> names = new ArrayList<>();
    for (String part : freeze) {
      parts.named(FREEZE, part).stream()
          .filter(Parameter::trainable)
          .forEach(p -> names.add(p.name()));
    }
    List<Range> frozen = parts.layout().ranges(names);
    long length = frozen.stream().mapToLong(Range::length).sum();
    Require.that(
        length < parts.layout().trainableLength(), FREEZE, freeze, "leaves nothing to train");
    return new Tuning(frozen, scaled(parts, factors));
  }

  /** Each parameter takes the factor of the longest of the prefixes that it has. */
  private static List<Scaled> scaled(Parts parts, Map<String, Double> factors) {
    Map<String, Double> byName = new TreeMap<>();
    factors.entrySet().stream()
        .sorted((a, b) -> a.getKey().length() - b.getKey().length())
        .forEach(
            e -> parts.named(FACTORS, e.getKey()).forEach(p -> byName.put(p.name(), e.getValue())));
    List<Scaled> scaled = new ArrayList<>();
    for (double factor : byName.values().stream().distinct().toList()) {
      List<String> names =
          parts.layout().parameters().stream()
              .filter(p -> p.trainable() && byName.getOrDefault(p.name(), Double.NaN) == factor)
              .map(Parameter::name)
              .toList();
      parts.layout().ranges(names).forEach(range -> scaled.add(new Scaled(range, factor)));
    }
    return scaled;
  }

  /** Leaves nothing of what a frozen part would contribute to {@code trained}. */
  void freeze(VectorOps ops, Tensor trained) {
    frozen.forEach(range -> ops.fill(0, part(trained, range)));
  }

  /** Lengthens or shortens the step by the factors. */
  void scale(VectorOps ops, Tensor step) {
    scaled.forEach(s -> ops.scale(s.factor, part(step, s.range)));
  }

  private static Tensor part(Tensor vector, Range range) {
    return vector.slice(0, range.start(), range.end());
  }
}

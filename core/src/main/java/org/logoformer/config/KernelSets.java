package org.logoformer.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.logoformer.error.ConfigException;

/** The sets of kernels on the class path, by name. */
public final class KernelSets {
  /** The value of {@code train.kernels} that leaves the choice to this program. */
  public static final String AUTO = "auto";

  private static final SortedMap<String, KernelSet> SETS = sets();

  private KernelSets() {}

  /** In the order of their names. */
  public static Collection<KernelSet> all() {
    return SETS.values();
  }

  /**
   * The set of that name, which is not {@link #AUTO}.
   *
   * @throws ConfigException naming those there are, if there is none
   */
  public static KernelSet of(String name) {
    KernelSet set = SETS.get(name);
    if (set == null) {
      throw new ConfigException(
          "train.kernels = %s: must be one of %s; did you mean %s?"
              .formatted(name, names().collect(Collectors.joining(", ")), nearest(name)));
    }
    return set;
  }

  /** Refuses a name that no set has, and a set that has no such precision. */
  static void require(String name, Precision precision) {
    Optional<String> refusal = name.equals(AUTO) ? Optional.empty() : of(name).refusal(precision);
    if (refusal.isPresent()) {
      throw new ConfigException(refusal.get());
    }
  }

  private static Stream<String> names() {
    return Stream.concat(Stream.of(AUTO), SETS.keySet().stream());
  }

  private static String nearest(String name) {
    return names().min(Comparator.comparingInt(known -> KeyCheck.edits(name, known))).orElseThrow();
  }

  private static SortedMap<String, KernelSet> sets() {
    SortedMap<String, KernelSet> sets = new TreeMap<>();
    ServiceLoader.load(KernelSet.class, KernelSets.class.getClassLoader())
        .forEach(set -> sets.put(set.name(), set));
    return sets;
  }
}

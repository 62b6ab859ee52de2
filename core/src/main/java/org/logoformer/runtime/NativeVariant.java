package org.logoformer.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.logoformer.error.ClusterException;

/**
 * The builds of ND4J's native code. JavaCPP takes the first build on the classpath whether or not
 * the CPU can run it, and the process dies of an illegal instruction; so the choice is made here,
 * from the CPU's flags, in the order of preference.
 */
enum NativeVariant {
  AVX512("-avx512", "avx512f avx512cd avx512bw avx512dq avx512vl"),
  AVX2("-avx2", "avx2 fma f16c bmi1 bmi2 movbe"),
  PLAIN("", "");

  private static final String PROPERTY = "org.bytedeco.javacpp.platform.extension";

  private final String extension;
  private final String needs;

  NativeVariant(String extension, String needs) {
    this.extension = extension;
    this.needs = needs;
  }

  /**
   * Makes JavaCPP load the best build, unless its property says which one already.
   *
   * @throws ClusterException if the property names a build that this CPU cannot run
   */
  static void select() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, best(cpuFlags(), present()).extension);
    } else {
      requireRunnable(System.getProperty(PROPERTY), cpuFlags());
    }
  }

  /** Throws where the process would die of an illegal instruction; flags may be unknown. */
  static void requireRunnable(String extension, Set<String> flags) {
    Stream.of(values())
        .filter(v -> v.extension.equals(extension) && !flags.isEmpty() && !v.runsOn(flags))
        .findAny()
        .ifPresent(
            v -> {
              throw new ClusterException(
                  "The CPU of this machine cannot run the %s build of ND4J, it lacks one of [%s]: set spark.native-variant to %s"
                      .formatted(
                          v.name().toLowerCase(Locale.ROOT),
                          v.needs,
                          best(flags, List.of(values())).name().toLowerCase(Locale.ROOT)));
            });
  }

  /** What {@link #select} chose, or the property that kept it from choosing: {@code avx2}. */
  static String selected() {
    select();
    String extension = System.getProperty(PROPERTY);
    return extension.isEmpty() ? "plain" : extension.replaceFirst("^-", "");
  }

  /** The first of {@code present} that a CPU with {@code flags} can run. */
  static NativeVariant best(Set<String> flags, List<NativeVariant> present) {
    return present.stream().filter(v -> v.runsOn(flags)).findFirst().orElse(PLAIN);
  }

  private boolean runsOn(Set<String> flags) {
    return needs.isEmpty() || flags.containsAll(Set.of(needs.split(" ")));
  }

  private static List<NativeVariant> present() {
    return Stream.of(values()).filter(NativeVariant::isPresent).toList();
  }

  private boolean isPresent() {
    String library =
        "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64" + extension + "/libnd4jcpu.so";
    return NativeVariant.class.getClassLoader().getResource(library) != null;
  }

  /** The flags of this CPU; empty where they cannot be read. */
  static Set<String> cpuFlags() {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(info)) {
      return cpuFlags(lines);
    } catch (IOException e) {
      // Without flags the plain build is chosen, which runs everywhere.
      return Set.of();
    }
  }

  /** The flags of the first CPU in the text of /proc/cpuinfo. */
  static Set<String> cpuFlags(Stream<String> lines) {
    return lines
        .filter(l -> l.startsWith("flags"))
        .findFirst()
        .map(l -> Stream.of(l.substring(l.indexOf(':') + 1).trim().split("\\s+")))
        .orElse(Stream.of())
        .collect(Collectors.toUnmodifiableSet());
  }
}

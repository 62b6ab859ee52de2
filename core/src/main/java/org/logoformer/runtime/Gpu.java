package org.logoformer.runtime;

import java.io.Serializable;
import java.util.List;

/**
 * A GPU as the driver describes it.
 *
 * @param name e.g. {@code Tesla T4}
 * @param major first number of its compute capability
 * @param minor second number of its compute capability
 * @param driver version of the driver
 */
public record Gpu(String name, int major, int minor, String driver) implements Serializable {

  /** Which GPUs there is code for. */
  public static final String SERVED =
      "ND4J 1.0.0-M2.1 has code for compute capabilities 3.7 and 5.0 to 8.9 (V100, T4, A100, RTX 20"
          + " to 40)";

  /** The columns that {@link #parse} reads, for nvidia-smi. */
  static final String QUERY = "--query-gpu=name,compute_cap,driver_version";

  /** The GPUs in nvidia-smi's answer (CSV without header); lines of another form are skipped. */
  static List<Gpu> parse(List<String> lines) {
    return lines.stream()
        .map(l -> l.split(",\\s*", -1))
        .filter(f -> f.length == 3 && f[1].matches("\\d+\\.\\d+"))
        .map(
            f -> {
              String[] capability = f[1].split("\\.", -1);
              return new Gpu(
                  f[0].trim(),
                  Integer.parseInt(capability[0]),
                  Integer.parseInt(capability[1]),
                  f[2].trim());
            })
        .toList();
  }

  /**
   * Whether ND4J's CUDA backend has machine code for it: compiled for 3.7, 5.0, 5.2, 6.0, 6.1, 7.0,
   * 7.5, 8.0 and 8.6, without intermediate code. Code for one minor version runs on later ones of
   * the same major version.
   */
  public boolean isSupported() {
    return major == 3 ? minor >= 7 : major >= 5 && major <= 8;
  }

  @Override
  public String toString() {
    return name + " (compute capability " + major + "." + minor + ", driver " + driver + ")";
  }
}

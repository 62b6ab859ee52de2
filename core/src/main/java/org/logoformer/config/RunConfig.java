package org.logoformer.config;

/**
 * Block {@code run}.
 *
 * @param name folder of the run below {@code dir}
 * @param dir a Hadoop path
 * @param seed every random draw is keyed by it
 */
public record RunConfig(String name, String dir, long seed) {
  public RunConfig {
    Require.that(
        name.matches("[A-Za-z0-9._-]+") && !name.matches("\\.+"),
        "run.name",
        name,
        "must be a folder name of letters, digits, dots, dashes and underscores");
    Require.that(!dir.isBlank(), "run.dir", "\"\"", "must be a path");
  }
}

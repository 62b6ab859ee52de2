package org.logoformer.config;

import java.util.HashSet;
import java.util.List;

/**
 * Block {@code run}.
 *
 * @param name folder of the run below {@code dir}
 * @param dir a Hadoop path
 * @param seed every random draw is keyed by it
 * @param seeds of several runs in place of one; empty: one run
 */
public record RunConfig(String name, String dir, long seed, List<Long> seeds) {
  public RunConfig {
    seeds = List.copyOf(seeds);
    Require.that(
        new HashSet<>(seeds).size() == seeds.size(), "run.seeds", seeds, "must not repeat");
    Require.that(
        name.matches("[A-Za-z0-9._-]+") && !name.matches("\\.+"),
        "run.name",
        name,
        "must be a folder name of letters, digits, dots, dashes and underscores");
    Require.that(!dir.isBlank(), "run.dir", "\"\"", "must be a path");
  }
}

package org.logoformer.jobs.sweep.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.sweep.space.Scale;

/**
 * How much an axis matters: the share of the variance of the trials' ranks that lies between its
 * levels. With k levels of n trials in all, n_j trials and mean rank r_j at level j,
 *
 * <pre>H = 12 / (n (n + 1)) sum_j n_j (r_j - (n + 1) / 2)^2 / C,   share = (H - k + 1) / (n - k)
 * </pre>
 *
 * where C = 1 - sum (t^3 - t) / (n^3 - n) over groups of t equal scores (Kruskal and Wallis, 1952,
 * "Use of ranks in one-criterion variance analysis"), and the share is eta squared of H, adjusted
 * for chance (Tomczak and Tomczak, 2014, "The need to report effect size estimates revisited"); a
 * negative one is 0. Ranks, since a trial that diverged has no score and is yet the worst. A level
 * is a value; where numbers have more than {@value #LEVELS} of them, it is a quarter of the trials.
 * The probability of such an H by chance is that of chi squared with k - 1 degrees of freedom. Each
 * axis is judged alone: what two axes do together only is not seen.
 *
 * @param share 0 to 1
 * @param chance probability that levels without any effect differ so much
 * @param levels how many
 * @param trials how many have a value on this axis
 * @param best the level of the best mean rank
 */
record Importance(
    SearchedAxis axis, double share, double chance, int levels, int trials, String best) {
  private static final int LEVELS = 4;

  /**
   * The importance of an axis; empty if it has one level only, or fewer than two trials a level on
   * average.
   *
   * @param trials those that can be compared
   * @param scores of each, equally long; negative infinity for the worst
   */
  static Optional<Importance> of(SearchedAxis axis, List<TrialRow> trials, double[] scores) {
    int[] with =
        IntStream.range(0, scores.length)
            .filter(i -> !trials.get(i).value(axis.key()).isEmpty())
            .toArray();
    List<String> values =
        Arrays.stream(with).mapToObj(i -> trials.get(i).value(axis.key())).toList();
    double[] ranks = ranks(Arrays.stream(with).mapToDouble(i -> scores[i]).toArray());
    TreeMap<Integer, List<Double>> levels = new TreeMap<>();
    int[] level = levels(axis, values);
    for (int i = 0; i < level.length; i++) {
      levels.computeIfAbsent(level[i], l -> new ArrayList<>()).add(ranks[i]);
    }
    int n = ranks.length;
    int k = levels.size();
    if (k < 2 || n < 2 * k) {
      return Optional.empty();
    }
    double h = statistic(levels.values(), ranks);
    int best =
        levels.entrySet().stream()
            .max((a, b) -> Double.compare(mean(a.getValue()), mean(b.getValue())))
            .orElseThrow()
            .getKey();
    return Optional.of(
        new Importance(
            axis,
            Math.max(0, Math.min(1, (h - k + 1) / (n - k))),
            1 - new ChiSquaredDistribution(k - 1).cumulativeProbability(h),
            k,
            n,
            name(values, level, best)));
  }

  private static double[] ranks(double[] scores) {
    return scores.length == 0 ? scores : new NaturalRanking().rank(scores);
  }

  /** 0 if all scores are equal. */
  private static double statistic(Iterable<List<Double>> levels, double[] ranks) {
    double n = ranks.length;
    double between = 0;
    for (List<Double> level : levels) {
      double off = mean(level) - (n + 1) / 2;
      between += level.size() * off * off;
    }
    double ties =
        Arrays.stream(ranks)
            .mapToObj(r -> r)
            .collect(Collectors.groupingBy(r -> r, Collectors.counting()))
            .values()
            .stream()
            .mapToDouble(t -> Math.pow(t, 3) - t)
            .sum();
    double correction = 1 - ties / (n * n * n - n);
    return correction <= 0 ? 0 : 12 / (n * (n + 1)) * between / correction;
  }

  private static double mean(List<Double> ranks) {
    return ranks.stream().mapToDouble(r -> r).average().orElseThrow();
  }

  /** The level of each trial: its value, or the quarter that its number is in. */
  private static int[] levels(SearchedAxis axis, List<String> values) {
    List<String> distinct = axis.values().stream().filter(values::contains).toList();
    if (axis.scale() == Scale.CATEGORIES || distinct.size() <= LEVELS) {
      return values.stream().mapToInt(distinct::indexOf).toArray();
    }
    double[] numbers = values.stream().mapToDouble(SearchedAxis::number).toArray();
    double[] ranks = ranks(numbers);
    // Equal numbers have equal ranks, so they are in one quarter.
    return Arrays.stream(ranks)
        .mapToInt(r -> (int) Math.min(LEVELS - 1, (r - 0.5) * LEVELS / ranks.length))
        .toArray();
  }

  private static String name(List<String> values, int[] level, int best) {
    List<String> of =
        IntStream.range(0, level.length)
            .filter(i -> level[i] == best)
            .mapToObj(values::get)
            .distinct()
            .sorted(Comparator.comparingDouble(SearchedAxis::number))
            .toList();
    return of.size() == 1
        ? of.get(0)
        : shortened(of.get(0)) + " to " + shortened(of.get(of.size() - 1));
  }

  private static String shortened(String number) {
    return Cell.number("%.3g", SearchedAxis.number(number))
        .text()
        .replaceFirst("(\\.\\d*?)0+$", "$1");
  }
}

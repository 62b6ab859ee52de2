package org.logoformer.models.logo;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What messages propose instead of a number that does not divide. */
final class Divisors {
  private Divisors() {}

  /** All of them, as text. */
  static String of(int n) {
    return IntStream.rangeClosed(1, n)
        .filter(i -> n % i == 0)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", "));
  }
}

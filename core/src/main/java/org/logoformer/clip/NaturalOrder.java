package org.logoformer.clip;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Orders names with the numbers in them by value: 1.jpg, 2.jpg, 10.jpg. Names that differ only in
 * leading zeros, or in nothing a reader sees, fall back to plain order, so that the order is total.
 */
public final class NaturalOrder implements Comparator<String>, Serializable {
  private static final long serialVersionUID = 1L;

  /** The one instance. */
  public static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfDigits(a, i);
        int endB = endOfDigits(b, j);
        int order = compareNumbers(a, skipZeros(a, i, endA), endA, b, skipZeros(b, j, endB), endB);
        if (order != 0) {
          return order;
        }
        i = endA;
        j = endB;
      } else {
        int order = Character.compare(a.charAt(i), b.charAt(j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  // Digits as text: a name may hold a number that fits no long.
  private static int compareNumbers(String a, int fromA, int endA, String b, int fromB, int endB) {
    int order = Integer.compare(endA - fromA, endB - fromB);
    return order != 0 ? order : a.substring(fromA, endA).compareTo(b.substring(fromB, endB));
  }

  private static int skipZeros(String s, int from, int end) {
    int i = from;
    while (i < end && s.charAt(i) == '0') {
      i++;
    }
    return i;
  }

  private static int endOfDigits(String s, int from) {
    int i = from;
    while (i < s.length() && isDigit(s.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

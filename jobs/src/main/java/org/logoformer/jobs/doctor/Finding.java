package org.logoformer.jobs.doctor;

import java.util.Locale;

/**
 * One line of the doctor.
 *
 * @param check what was looked at, in a word or two
 * @param found what is the case
 * @param advice what to change; empty if all is well
 */
record Finding(Verdict verdict, String check, String found, String advice) {
  /** How bad it is. */
  enum Verdict {
    OK,
    WARN,
    FAIL
  }

  /** The finding as text: one line, and one with the advice. */
  String text() {
    String first =
        String.format(
            Locale.ROOT,
            "%-4s  %-14s  %s",
            verdict.name().toLowerCase(Locale.ROOT),
            check,
            found.replace('\n', ' '));
    return advice.isEmpty()
        ? first
        : first + System.lineSeparator() + " ".repeat(22) + "-> " + advice;
  }
}

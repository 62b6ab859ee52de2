package org.logoformer.jobs.doctor;

/** What went wrong, in a line. */
final class Causes {
  private static final int MOST = 300;

  private Causes() {}

  static String of(Throwable failure) {
    String message = failure.getMessage();
    String text =
        failure instanceof org.logoformer.error.LogoException || message == null
            ? String.valueOf(message)
            : failure.getClass().getSimpleName() + ": " + message;
    String line = text.lines().findFirst().orElse("");
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }
}

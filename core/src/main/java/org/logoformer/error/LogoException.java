package org.logoformer.error;

/** A failure with a message for the user and an exit code for the command that ends on it. */
public abstract class LogoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  LogoException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process exits with: 2 to 5. */
  public final int exitCode() {
    return exitCode;
  }
}

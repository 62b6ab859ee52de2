package org.logoformer.error;

/** Training left the finite numbers. Exit code 5. */
public final class DivergedException extends LogoException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, the value, and what to do
   */
  public DivergedException(String message) {
    this(message, null);
  }

  /**
   * @param message what happened, the value, and what to do
   * @param cause shown with --verbose only; may be null
   */
  public DivergedException(String message, Throwable cause) {
    super(5, message, cause);
  }
}

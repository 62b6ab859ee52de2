package org.logoformer.error;

/** Data that is missing, broken, hostile or not what its index says. Exit code 3. */
public final class DataException extends LogoException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, the value, and what to do
   */
  public DataException(String message) {
    this(message, null);
  }

  /**
   * @param message what happened, the value, and what to do
   * @param cause shown with --verbose only; may be null
   */
  public DataException(String message, Throwable cause) {
    super(3, message, cause);
  }
}

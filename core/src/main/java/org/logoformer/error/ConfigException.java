package org.logoformer.error;

/** A wrong command line or configuration. Exit code 2. */
public final class ConfigException extends LogoException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, the value, and what to do
   */
  public ConfigException(String message) {
    this(message, null);
  }

  /**
   * @param message what happened, the value, and what to do
   * @param cause shown with --verbose only; may be null
   */
  public ConfigException(String message, Throwable cause) {
    super(2, message, cause);
  }
}

package org.logoformer.error;

/** A cluster, machine or device that cannot do what is asked of it. Exit code 4. */
public final class ClusterException extends LogoException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what happened, the value, and what to do
   */
  public ClusterException(String message) {
    this(message, null);
  }

  /**
   * @param message what happened, the value, and what to do
   * @param cause shown with --verbose only; may be null
   */
  public ClusterException(String message, Throwable cause) {
    super(4, message, cause);
  }
}

package org.logoformer.error;

/**
 * An operation that no kernels of this machine compute rightly. Exit code 4. Trying again there
 * gives the same.
 */
public final class KernelsException extends LogoException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which operation, what was wrong, and what to do
   */
  public KernelsException(String message) {
    super(4, message, null);
  }
}

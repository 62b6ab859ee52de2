package org.logoformer.clip;

/**
 * An image that is not decoded, and why. Checked, because every caller has to decide between
 * quarantine and failure.
 */
public final class ImageRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why an image is refused; the name, in lower case with hyphens, is what reports show. */
  public enum Reason {
    /** No bytes at all. */
    EMPTY,
    /** Neither JPEG nor PNG by its first bytes. */
    UNKNOWN_FORMAT,
    /** Ends before its end marker. */
    TRUNCATED,
    /** More pixels than allowed, by its header. */
    TOO_LARGE,
    /** Four-channel JPEG: its colours depend on a profile that is not there. */
    CMYK,
    /** A coding the decoder does not have, such as 12-bit or lossless JPEG. */
    UNSUPPORTED,
    /** Contradicts its own structure or checksums. */
    CORRUPT;

    /** Such as {@code too-large}. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  ImageRefusedException(Reason reason, String detail) {
    this(reason, detail, null);
  }

  ImageRefusedException(Reason reason, String detail, Throwable cause) {
    super(reason.label() + ": " + detail, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}

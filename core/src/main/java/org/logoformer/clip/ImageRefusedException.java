package org.logoformer.clip;

/**
 * An image or a video that is not decoded, and why. Checked, because every caller has to decide
 * between quarantine and failure.
 */
public final class ImageRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why an image is refused; the name, in lower case with hyphens, is what reports show. */
  public enum Reason {
    /** No bytes at all. */
    EMPTY,
    /** Neither JPEG nor PNG by its first bytes, nor a video that FFmpeg opens. */
    UNKNOWN_FORMAT,
    /** Ends before its end marker, or has fewer bytes than it says. */
    TRUNCATED,
    /** More pixels than allowed, by its header. */
    TOO_LARGE,
    /** A file of a video without moving pictures. */
    NO_VIDEO,
    /** A video with a stream of pictures but no picture. */
    NO_FRAMES,
    /** A face that is said to be where the picture is not. */
    NO_FACE,
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

  /**
   * @param detail what was found
   */
  public ImageRefusedException(Reason reason, String detail) {
    this(reason, detail, null);
  }

  /**
   * @param detail what was found
   * @param cause what the decoder says
   */
  public ImageRefusedException(Reason reason, String detail, Throwable cause) {
    super(reason.label() + ": " + detail, cause);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}

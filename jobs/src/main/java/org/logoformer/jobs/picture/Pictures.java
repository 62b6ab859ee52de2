package org.logoformer.jobs.picture;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drawing on machines that perhaps cannot. */
public final class Pictures {
  private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

  private Pictures() {}

  /** What {@code drawing} gives; a message and nothing where Java 2D has no font to draw with. */
  public static <T> Optional<T> drawn(Supplier<T> drawing) {
    try {
      return Optional.of(drawing.get());
    } catch (LinkageError | InternalError | RuntimeException e) {
      // Without fontconfig or any font, Java 2D fails with one of these, depending on the JDK.
      LOG.warn(
          "No picture: this machine cannot draw text ({}). Install a font package.", e.toString());
      return Optional.empty();
    }
  }
}

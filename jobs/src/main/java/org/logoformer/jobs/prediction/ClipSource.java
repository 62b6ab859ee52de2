package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.logoformer.batch.ClipInput;
import org.logoformer.config.LogoConfig;

/**
 * Clips that nobody gave a label, on the driver their list, on an executor their pixels.
 *
 * @param <T> what a clip is known by
 */
interface ClipSource<T extends Serializable> extends Serializable {
  /** A source that an executor reads. */
  interface Opened<T> extends ClipInput<T>, AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** All clips, in natural order of their names, on the driver. */
  List<T> list(Configuration hadoop, LogoConfig config) throws IOException;

  /** The name of a clip. */
  String id(T clip);

  /** Opens it where it is read. */
  Opened<T> open(Configuration hadoop, LogoConfig config) throws IOException;
}

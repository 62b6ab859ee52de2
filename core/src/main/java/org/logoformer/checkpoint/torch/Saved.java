package org.logoformer.checkpoint.torch;

import java.io.IOException;
import org.logoformer.checkpoint.torch.Value.Storage;

/** A file that was read but for its storages. */
interface Saved {
  /** What was given to torch.save. */
  Value root();

  /** Whether its numbers are big-endian. */
  boolean swapped();

  /** The bytes of a storage. */
  byte[] bytes(Storage storage) throws IOException;
}

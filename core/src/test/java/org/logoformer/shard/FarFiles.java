package org.logoformer.shard;

import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk as {@code far:///...}, for what is done with stores that are not local. */
public final class FarFiles extends RawLocalFileSystem {
  /** A configuration that knows it. */
  static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set("fs.far.impl", FarFiles.class.getName());
    return configuration;
  }

  /** A path of the disk as one of this store. */
  static Path path(java.nio.file.Path local) {
    return new Path("far://" + local);
  }

  @Override
  public URI getUri() {
    return URI.create("far:///");
  }

  @Override
  public String getScheme() {
    return "far";
  }
}

package org.logoformer.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote into the jar about itself. */
public final class Build {
  private static final Properties PROPERTIES = read();

  private Build() {}

  /** Version of the project, such as 1.2.0. */
  public static String version() {
    return value("version");
  }

  /**
   * The git commit that was built, with {@code -dirty} behind it if files were changed; {@code
   * unknown} if it was not built from a git checkout.
   */
  public static String revision() {
    return value("revision");
  }

  private static String value(String key) {
    String value = PROPERTIES.getProperty(key, "");
    // Without a git checkout nothing replaces the placeholder.
    return value.isEmpty() || value.contains("${") ? "unknown" : value;
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/org/logoformer/build.properties")) {
      if (in != null) { // absent when classes were compiled without the build
        properties.load(in);
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.logoformer.jobs.submit;

import java.util.List;
import java.util.Map;
import org.logoformer.config.LogoConfig;

/** What makes the native code of a process follow {@code spark.native-variant}. */
public final class NativeSettings {
  private NativeSettings() {}

  /** Environment variables of the process. */
  public static Map<String, String> environment(LogoConfig config) {
    return NativeEnvironment.of(config);
  }

  /** Options of its JVM. */
  public static List<String> javaOptions(LogoConfig config) {
    return JavaOptions.variant(config.spark());
  }
}

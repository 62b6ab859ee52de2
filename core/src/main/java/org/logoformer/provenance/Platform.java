package org.logoformer.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.util.VersionInfo;

/** What this process runs on and with. */
public final class Platform {
  private static final String UNKNOWN = "unknown";

  private Platform() {}

  /** Model of the CPU, such as an Intel Xeon's full name; {@code unknown} outside Linux. */
  public static String cpu() {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return UNKNOWN;
    }
    try (var lines = Files.lines(info, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException | UncheckedIOException e) {
      return UNKNOWN;
    }
  }

  /** Versions of the platform and of the libraries that compute and store, by name. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", System.getProperty("java.runtime.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    versions.put("cpu", cpu());
    versions.put("hadoop", VersionInfo.getVersion());
    versions.put("nd4j", ofArtifact("org.nd4j", "nd4j-api"));
    versions.put("deeplearning4j", ofArtifact("org.deeplearning4j", "deeplearning4j-nn"));
    return versions;
  }

  /** From the properties that Maven puts into a jar. */
  private static String ofArtifact(String group, String artifact) {
    String resource = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
    try (InputStream in = Platform.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}

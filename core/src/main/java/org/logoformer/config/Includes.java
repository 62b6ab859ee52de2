package org.logoformer.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.logoformer.error.ConfigException;

/**
 * The {@code include} of a file: what it names lies beside that file and must be there. The library
 * silently skips what it does not find, and would then train with defaults.
 */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private static final List<String> ENDINGS = List.of("", ".conf", ".json", ".properties");

  private final String origin;
  private final Optional<Path> including;

  private Includes(String origin, Optional<Path> including) {
    this.origin = origin;
    this.including = including;
  }

  /** For a text that is no file, such as an argument: it lies beside nothing. */
  static ConfigIncluder ofText(String origin) {
    return new Includes(origin, Optional.empty());
  }

  /** The settings of a file and of all that it includes. */
  static ConfigObject parse(Path file) {
    Path whole = file.toAbsolutePath();
    return ConfigFactory.parseFile(
            whole.toFile(),
            ConfigParseOptions.defaults()
                .setAllowMissing(false)
                .setOriginDescription(file.toString())
                .setIncluder(new Includes(file.toString(), Optional.of(file))))
        .root();
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String name) {
    return include(name);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File file) {
    return include(file.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL url) {
    throw refused(url.toString(), "only files can be included");
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String name) {
    throw refused(name, "only files can be included");
  }

  private ConfigObject include(String name) {
    Path file =
        including
            .orElseThrow(() -> refused(name, "only a file can include another"))
            .resolveSibling(name);
    return ENDINGS.stream()
        .map(ending -> file.resolveSibling(file.getFileName() + ending))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(Includes::parse)
        .orElseThrow(
            () ->
                refused(
                    name,
                    "there is no file %s: mend the name, or remove the include".formatted(file)));
  }

  private ConfigException refused(String name, String why) {
    return new ConfigException("%s: include \"%s\": %s".formatted(place(name), name, why));
  }

  /** File and line. The library does not tell an includer the line. */
  private String place(String name) {
    try {
      List<String> lines = including.isPresent() ? Files.readAllLines(including.get()) : List.of();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("include") && lines.get(i).contains('"' + name + '"')) {
          return origin + ": " + (i + 1);
        }
      }
    } catch (IOException e) {
      return origin;
    }
    return origin;
  }
}

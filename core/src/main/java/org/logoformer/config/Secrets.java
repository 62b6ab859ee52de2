package org.logoformer.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Keys whose values nobody but Spark and Hadoop may see. Wider than {@code spark.redaction.regex},
 * which knows no account keys.
 */
final class Secrets {
  private static final String REDACTED = "(redacted)";
  private static final String NAME =
      "secret|passw(or)?d|passphrase|token|(access|account|api|private|encryption)[._-]?key";
  private static final Pattern KEY = Pattern.compile("(?i)" + NAME);

  /** A property inside the options of a JVM. */
  private static final Pattern PROPERTY =
      Pattern.compile("(?i)(-D[^\\s=]*(?:" + NAME + ")[^\\s=]*=)(\"[^\"]*\"|'[^']*'|\\S+)");

  /** A line of a rendered configuration. */
  private static final Pattern LINE =
      Pattern.compile("(?im)^(\\s*\"?[^\"=:\\n]*(?:" + NAME + ")[^\"=:\\n]*\"?\\s*[=:]\\s*)(.+)$");

  private Secrets() {}

  static SparkConfig redacted(SparkConfig spark) {
    Map<String, String> conf = new TreeMap<>();
    spark.conf().forEach((k, v) -> conf.put(k, KEY.matcher(k).find() ? REDACTED : options(v)));
    return new SparkConfig(
        spark.master(),
        spark.deployMode(),
        spark.executors(),
        spark.executorCores(),
        spark.gpus(),
        spark.driverMemory(),
        spark.executorMemory(),
        spark.nativeMemory(),
        spark.overhead(),
        spark.nativeVariant(),
        options(spark.javaOptions()),
        spark.jars(),
        conf);
  }

  /** For a text that an older program wrote, secrets included. */
  static String redacted(String text) {
    return options(LINE.matcher(text).replaceAll("$1\"" + REDACTED + "\""));
  }

  private static String options(String text) {
    return PROPERTY.matcher(text).replaceAll("$1" + REDACTED);
  }
}

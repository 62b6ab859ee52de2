package org.logoformer.jobs.submit;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.apache.spark.SparkUserAppException;
import org.logoformer.cli.Logo;

/**
 * The driver of a command that runs on the cluster. It must not end its process: YARN takes that,
 * whatever the exit code, for a failure.
 */
public final class ClusterMain {
  private ClusterMain() {}

  /**
   * Runs the command that the arguments name.
   *
   * @throws SparkUserAppException with the exit code, if it is not 0
   */
  public static void main(String[] args) throws SparkUserAppException {
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    int exitCode = Logo.run(out, err, args);
    if (exitCode != 0) {
      throw new SparkUserAppException(exitCode);
    }
  }
}

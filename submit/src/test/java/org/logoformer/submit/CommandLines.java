package org.logoformer.submit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.logoformer.cli.Logo;

/**
 * The program in a process with a Hadoop configuration of its own: runs each line of its input, the
 * words of a command with tabs between, and says how it ended.
 */
final class CommandLines {
  static final String ENDED = "command ended with ";

  private CommandLines() {}

  /** No arguments. */
  public static void main(String[] args) throws IOException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int exitCode = Logo.run(out, out, line.split("\t", -1));
      out.println(ENDED + exitCode);
    }
    System.exit(0);
  }
}

package org.logoformer.submit;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.logoformer.cli.Logo;

/**
 * What one command line, run in this process, left behind.
 *
 * @param exitCode of the command
 * @param out what it printed
 * @param err what it complained about
 */
record CommandLineRun(int exitCode, String out, String err) {
  static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Logo.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}

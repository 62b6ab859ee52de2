package org.logoformer.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.logoformer.cli.Logo;
import org.logoformer.error.LogoException;
import picocli.CommandLine;

/**
 * What a command printed and how it ended.
 *
 * @param exitCode of a {@link LogoException}, or picocli's
 * @param out standard output
 * @param error the message of what was thrown, or what picocli said
 */
public record CommandLineRun(int exitCode, String out, String error) {
  /** Runs the whole program's command line in this process. */
  public static CommandLineRun logo(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    int exitCode = Logo.run(new PrintWriter(out, true), new PrintWriter(error, true), arguments);
    return new CommandLineRun(exitCode, out.toString(), error.toString());
  }

  /** Runs {@code command} with the given arguments in this process. */
  public static CommandLineRun of(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(error, true));
    line.setExecutionExceptionHandler(
        (failure, commandLine, parsed) -> {
          if (!(failure instanceof LogoException told)) {
            throw failure;
          }
          error.append(told.getMessage());
          return told.exitCode();
        });
    int exitCode = line.execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), error.toString());
  }
}

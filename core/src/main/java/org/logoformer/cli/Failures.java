package org.logoformer.cli;

import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import org.logoformer.error.LogoException;
import org.logoformer.error.OutOfMemory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command threw into a message on the error stream and an exit code. */
final class Failures {
  private static final int UNEXPECTED = 1;
  private static final int USAGE = 2;
  private static final int DATA = 3;
  private static final int RESOURCES = 4;

  private Failures() {}

  static int wrongUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return USAGE;
  }

  static int report(Throwable failure, PrintWriter err, Verbosity verbosity) {
    int exitCode = UNEXPECTED;
    Throwable told = failure;
    // Spark and thread pools wrap what a task threw.
    for (Throwable t = failure; t != null; t = t.getCause()) {
      int code = exitCode(t);
      if (code != UNEXPECTED) {
        exitCode = code;
        told = t;
        break;
      }
    }
    if (told instanceof LogoException) {
      err.println(told.getMessage());
    } else {
      err.println(named(told));
    }
    if (verbosity == Verbosity.STACK_TRACES) {
      failure.printStackTrace(err);
    } else if (exitCode == UNEXPECTED) {
      err.println(
          "This was not expected. Run the same command with --verbose for the stack trace.");
    }
    return exitCode;
  }

  private static int exitCode(Throwable t) {
    if (t instanceof LogoException told) {
      return told.exitCode();
    } else if (t instanceof FileNotFoundException || t instanceof NoSuchFileException) {
      return DATA;
    } else if (t instanceof SocketException
        || t instanceof UnknownHostException
        || t instanceof OutOfMemoryError) {
      return RESOURCES;
    }
    return UNEXPECTED;
  }

  private static String named(Throwable t) {
    if (t instanceof OutOfMemoryError memory) {
      return OutOfMemory.of(memory);
    }
    String what =
        t instanceof FileNotFoundException || t instanceof NoSuchFileException
            ? "No such file"
            : t.getClass().getSimpleName();
    return t.getMessage() == null ? what : what + ": " + t.getMessage();
  }

  /** How much of a failure is shown. */
  enum Verbosity {
    MESSAGES,
    STACK_TRACES
  }
}

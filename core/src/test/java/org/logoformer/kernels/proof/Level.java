package org.logoformer.kernels.proof;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The suite of a process that {@link InstructionSetsTest} starts for one instruction set. */
final class Level {
  private Level() {}

  /** The number of cases; "contracts" or not. Ends with 1 if a test fails. */
  public static void main(String[] arguments) {
    Breadth.main(arguments);
    if (arguments.length > 1) {
      LauncherDiscoveryRequest contracts =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectPackage("org.logoformer.kernels"))
              .filters(includeClassNamePatterns(".*ContractTest"))
              .build();
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create().execute(contracts, listener);
      TestExecutionSummary summary = listener.getSummary();
      summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
      System.out.printf(
          "contracts tests=%d failed=%d%n",
          summary.getTestsSucceededCount(), summary.getTestsFailedCount());
      if (summary.getTestsFailedCount() > 0 || summary.getTestsSucceededCount() == 0) {
        System.exit(1);
      }
    }
    System.exit(0);
  }
}

package org.logoformer.jobs;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/**
 * A Python that has torch, torchvision and safetensors: {@code -Dlogoformer.torch.python} or the
 * {@code python3} of the path. Tests against PyTorch itself run where there is one.
 */
public final class TorchPython {
  private static final String COMMAND = System.getProperty("logoformer.torch.python", "python3");
  private static final boolean IS_THERE = imports("import torch, torchvision, safetensors");

  private TorchPython() {}

  /** The interpreter. */
  public static String command() {
    return COMMAND;
  }

  /** Whether tests can run it: the condition of theirs. */
  public static boolean isThere() {
    return IS_THERE;
  }

  private static boolean imports(String statement) {
    try {
      Process process =
          new ProcessBuilder(COMMAND, "-c", statement)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

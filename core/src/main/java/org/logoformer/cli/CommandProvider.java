package org.logoformer.cli;

import java.util.List;

/**
 * Adds commands to {@code logo}. Found by {@link java.util.ServiceLoader}: a module names its
 * provider in {@code META-INF/services/org.logoformer.cli.CommandProvider}.
 */
public interface CommandProvider {
  /**
   * New command objects, annotated with picocli's {@code @Command} and either {@code Runnable} or
   * {@code Callable<Integer>} (the exit code). They report failure by throwing a {@link
   * org.logoformer.error.LogoException}.
   */
  List<Object> commands();
}

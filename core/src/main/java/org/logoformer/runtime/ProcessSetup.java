package org.logoformer.runtime;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Sets up the process before ND4J loads its native code. ND4J asks the services of this type, the
 * highest priority first, before its first call of any kind returns: that reaches driver,
 * executors, tests and tools without any of them having to remember it. This one never is the
 * backend.
 */
public final class ProcessSetup extends Nd4jBackend {

  /** Chooses the native build, memory limits and log; does nothing the second time. */
  static void run() {
    System.getProperties().putIfAbsent("org.bytedeco.javacpp.logger", "slf4j");
    NativeVariant.select();
    NativeMemory.limit();
  }

  @Override
  public int getPriority() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean isAvailable() {
    run();
    // ND4J logs the message.
    throw new UnsupportedOperationException("it only prepares the process for the next one");
  }

  @Override
  public boolean canRun() {
    return false;
  }

  @Override
  public boolean allowsOrder() {
    return false;
  }

  @Override
  public Resource getConfigurationResource() {
    throw new UnsupportedOperationException("Not a backend");
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class getNDArrayClass() {
    throw new UnsupportedOperationException("Not a backend");
  }

  @Override
  public Environment getEnvironment() {
    throw new UnsupportedOperationException("Not a backend");
  }

  @Override
  public String buildInfo() {
    return "";
  }

  @Override
  public void logBackendInit() {}
}

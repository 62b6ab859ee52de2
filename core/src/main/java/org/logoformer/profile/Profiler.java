package org.logoformer.profile;

/** Runs the sections of a step, and may look at the clock around them. */
@FunctionalInterface
public interface Profiler {
  /** Only runs them. */
  Profiler NONE = (section, pass, work) -> work.run();

  /** Runs {@code work}, once. Sections nest. */
  void run(Section section, Pass pass, Runnable work);
}

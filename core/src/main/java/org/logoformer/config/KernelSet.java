package org.logoformer.config;

import java.util.Optional;

/**
 * What the configuration has to know of a set of kernels that {@code train.kernels} can name. Found
 * by {@link java.util.ServiceLoader}.
 */
public interface KernelSet {
  /** Value of {@code train.kernels}; not "auto". */
  String name();

  /** Why it cannot compute in {@code precision}, with what to set instead; empty if it can. */
  Optional<String> refusal(Precision precision);
}

package org.logoformer.jobs.doctor;

import java.io.Serializable;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.KernelsException;
import org.logoformer.models.NetworkProof;
import org.logoformer.runtime.Backend;

/**
 * What a process says of its kernels, after it proved those of the configured network.
 *
 * @param refused why the network cannot be computed rightly there; empty if it can
 * @param proved what the proofs cost
 * @param routed operations that do not take the direct way
 */
record KernelReport(String refused, String proved, List<String> routed) implements Serializable {
  /** Proves the kernels of {@code config} in this process, for the batch of a worker. */
  static KernelReport of(LogoConfig config) {
    if (Backend.select() == Backend.CPU) {
      try {
        NetworkProof.run(config, config.train().batch());
      } catch (KernelsException e) {
        return new KernelReport(Causes.of(e), KernelsFactory.proved(), KernelsFactory.routed());
      }
    }
    return new KernelReport("", KernelsFactory.proved(), KernelsFactory.routed());
  }

  /** The line of process {@code who}. */
  Finding finding(String who) {
    Check check = new Check("kernels");
    if (!refused.isEmpty()) {
      return check.fail("refused, " + who + ": " + refused, "do what it says");
    }
    if (routed.isEmpty()) {
      return check.ok("ok, " + who + ": " + proved);
    }
    return check.warn(
        "routed %d, %s: %s".formatted(routed.size(), who, String.join("; ", routed)),
        "results are right, these operations slower; provenance.json of a run lists them");
  }
}

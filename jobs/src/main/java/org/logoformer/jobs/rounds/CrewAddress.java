package org.logoformer.jobs.rounds;

import java.io.Serializable;

/**
 * Where a worker of a crew listens to the others.
 *
 * @param worker from 0
 * @param port 0 if it has nobody to listen to
 */
record CrewAddress(int worker, String host, int port) implements Serializable {
  @Override
  public String toString() {
    return "worker %d on %s:%d".formatted(worker, host, port);
  }
}

package org.logoformer.jobs.doctor;

import org.logoformer.jobs.doctor.Finding.Verdict;

/**
 * A thing that the doctor looks at. Makes the findings about it.
 *
 * @param name such as {@code run.dir}
 */
record Check(String name) {
  /** All is well. */
  Finding ok(String found) {
    return new Finding(Verdict.OK, name, found, "");
  }

  /** Training works, but not as well as it could. */
  Finding warn(String found, String advice) {
    return new Finding(Verdict.WARN, name, found, advice);
  }

  /** Training would fail, now or later. */
  Finding fail(String found, String advice) {
    return new Finding(Verdict.FAIL, name, found, advice);
  }
}

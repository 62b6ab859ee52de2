package org.logoformer.jobs.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.logoformer.error.ClusterException;

/** Memory of this process. */
final class Footprint {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Footprint() {}

  /** The largest resident set so far, bytes. */
  static long peakResident() {
    return field(lines(), "VmHWM");
  }

  /** The resident set, bytes. */
  static long resident() {
    return field(lines(), "VmRSS");
  }

  /** Bytes of Java heap that {@code work} allocates on this thread. */
  static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** A field of /proc/self/status in bytes, such as "VmHWM: 1024 kB". */
  static long field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
        .findFirst()
        .orElseThrow(() -> new ClusterException(STATUS + " has no " + name + ": this needs Linux"));
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(STATUS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

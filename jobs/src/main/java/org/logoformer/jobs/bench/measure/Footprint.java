package org.logoformer.jobs.bench.measure;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.logoformer.error.ClusterException;

/** Memory of processes. */
public final class Footprint {
  private Footprint() {}

  /** The largest resident set so far, bytes. */
  public static long peakResident() {
    return field(lines("self"), "VmHWM");
  }

  /** The resident set, bytes. */
  public static long resident() {
    return field(lines("self"), "VmRSS");
  }

  /** The resident set of another process of this user, bytes. */
  public static long resident(ProcessHandle process) {
    return field(lines(Long.toString(process.pid())), "VmRSS");
  }

  /** Bytes of Java heap that {@code work} allocates on this thread. */
  public static long allocated(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** A field of /proc/.../status in bytes, such as "VmHWM: 1024 kB". */
  static long field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
        .findFirst()
        .orElseThrow(() -> new ClusterException("/proc has no " + name + ": this needs Linux"));
  }

  private static List<String> lines(String process) {
    Path status = Path.of("/proc", process, "status");
    try {
      return Files.readAllLines(status);
    } catch (IOException e) {
      throw new ClusterException("Cannot read " + status + ": this needs Linux", e);
    }
  }
}

package org.logoformer.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who owns a folder.
 *
 * @param token of this ownership among all
 * @param machine host name, and which processes are visible there: containers share the former
 * @param process number on that machine
 * @param started when that process began: process numbers are used again
 * @param since when it took the folder
 */
record OwnerMark(String token, String machine, long process, String started, String since) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static OwnerMark ofThisProcess(UUID token) {
    ProcessHandle self = ProcessHandle.current();
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new OwnerMark(token.toString(), thisMachine(), self.pid(), started(self), now);
  }

  /** As JSON; another {@code beat} is another text. */
  String render(long beat) {
    return JSON.createObjectNode()
        .put("token", token)
        .put("machine", machine)
        .put("process", process)
        .put("started", started)
        .put("since", since)
        .put("beat", beat)
        .toString();
  }

  /** Empty for what is no mark, such as half of one. */
  static Optional<OwnerMark> parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.path("token").isTextual() || !json.path("machine").isTextual()) {
        return Optional.empty();
      }
      return Optional.of(
          new OwnerMark(
              json.path("token").asText(),
              json.path("machine").asText(),
              json.path("process").asLong(),
              json.path("started").asText(),
              json.path("since").asText()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  boolean isOfThisMachine() {
    return machine.equals(thisMachine());
  }

  /**
   * Whether the process runs, on this machine.
   *
   * @param owned tokens of this very process
   */
  boolean isAlive(Set<String> owned) {
    if (process == ProcessHandle.current().pid()) {
      return owned.contains(token);
    }
    return ProcessHandle.of(process)
        .filter(ProcessHandle::isAlive)
        .filter(p -> started(p).equals(started))
        .isPresent();
  }

  String who() {
    return "process %d on %s since %s".formatted(process, machine, since);
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String thisMachine() {
    return host() + visibleProcesses();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }

  private static String visibleProcesses() {
    try {
      return " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}

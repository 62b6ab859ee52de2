package org.logoformer.train.resume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import org.logoformer.train.metrics.EpochMeter;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

/**
 * The sums of an epoch in progress inside a checkpoint. A number that an earlier version did not
 * write is 0.
 */
final class SumsJson {
  private SumsJson() {}

  static void write(EpochMeter.Sums sums, ObjectNode json) {
    json.put("clips", sums.clips())
        .put("losses", sums.losses())
        .put("rounds", sums.rounds())
        .put("dropped", sums.dropped());
    ObjectNode nanos = json.putObject("nanos");
    sums.times().nanos().forEach((phase, time) -> nanos.put(phase.label(), time));
    json.putObject("bytes")
        .put("broadcast", sums.bytes().broadcast())
        .put("driver", sums.bytes().driver())
        .put("shuffle", sums.bytes().shuffle());
  }

  static EpochMeter.Sums read(JsonNode json) {
    Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      nanos.put(phase, json.path("nanos").path(phase.label()).asLong());
    }
    JsonNode bytes = json.path("bytes");
    return new EpochMeter.Sums(
        json.path("clips").asLong(),
        json.path("losses").asDouble(),
        json.path("rounds").asInt(),
        json.path("dropped").asInt(),
        new RoundTimes(nanos),
        new RoundBytes(
            bytes.path("broadcast").asLong(),
            bytes.path("driver").asLong(),
            bytes.path("shuffle").asLong()));
  }
}

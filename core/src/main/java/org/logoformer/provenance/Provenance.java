package org.logoformer.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.error.DataException;

/**
 * What has to be known to make a result again; {@code provenance.json} of a run.
 *
 * @param started when the run began, ISO 8601
 * @param version of this project
 * @param revision git commit of this project
 * @param configHash hash of the resolved configuration
 * @param manifestHash hash of the shard set's manifest; empty if no shards were read
 * @param seed of the run
 * @param workers models trained side by side
 * @param compute what computed
 * @param hosts that took part, sorted
 * @param versions of libraries and of the platform, by name
 * @param departures why the last configuration alone does not give the same bits again; empty for
 *     an exact run
 * @param kernels what was found out about them
 * @param initial what the weights started from, by fold; empty: random ones
 */
public record Provenance(
    String started,
    String version,
    String revision,
    String configHash,
    String manifestHash,
    long seed,
    int workers,
    Compute compute,
    List<String> hosts,
    Map<String, String> versions,
    List<String> departures,
    Kernels kernels,
    List<String> initial) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * What decides over the last bits of a result.
   *
   * @param backend implementation of the kernels
   * @param instructionSet widest vector instructions in use
   * @param threads of each model
   * @param precision f32 or f64
   */
  public record Compute(String backend, String instructionSet, int threads, String precision) {}

  /**
   * What the proofs of the kernels found, on all machines.
   *
   * @param routed operations that the library computes wrongly there, and how they were computed
   *     instead; sorted
   */
  public record Kernels(List<String> routed) {
    public Kernels {
      routed = routed.stream().sorted().distinct().toList();
    }
  }

  public Provenance {
    hosts = hosts.stream().sorted().distinct().toList();
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    // Absent in what earlier versions wrote.
    departures = departures == null ? List.of() : departures.stream().distinct().toList();
    kernels = kernels == null ? new Kernels(List.of()) : kernels;
    initial = initial == null ? List.of() : initial.stream().distinct().toList();
  }

  /** As JSON with keys in kebab-case; {@link #parse} gives an equal record. */
  public String render() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a record of texts and numbers is JSON", e);
    }
  }

  /**
   * Reads what {@link #render} wrote; fields of later versions are skipped.
   *
   * @param origin what messages call the text
   * @throws DataException if it is something else
   */
  public static Provenance parse(String text, String origin) {
    try {
      return JSON.readValue(text, Provenance.class);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s is no provenance record: %s. Restore the file, or train under another run.name"
              .formatted(origin, e.getOriginalMessage()),
          e);
    }
  }
}

package org.logoformer.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.logoformer.error.DataException;

class ProvenanceTest {
  private static final Provenance RECORD =
      new Provenance(
          "2030-01-02T03:04:05Z",
          "1.0.0",
          "abc123",
          "c0ffee",
          "",
          Long.MAX_VALUE,
          2,
          new Provenance.Compute("onednn", "avx512", 1, "f32"),
          List.of("b", "a", "b"),
          Map.of("java", "17"),
          List.of("train.stragglers = drop"),
          new Provenance.Kernels(List.of("b: sum", "a: matmul", "b: sum")),
          List.of("fold 0: train.init"));

  @Test
  void readsBackWhatItRendered() {
    assertThat(Provenance.parse(RECORD.render(), "text")).isEqualTo(RECORD);
  }

  @Test
  void writesKeysInKebabCaseAndHostsSorted() {
    assertThat(RECORD.render())
        .contains("\"config-hash\" : \"c0ffee\"")
        .contains("\"instruction-set\" : \"avx512\"")
        .contains("\"hosts\" : [ \"a\", \"b\" ]")
        .containsPattern("\"kernels\" : \\{\\s*\"routed\" : \\[ \"a: matmul\", \"b: sum\" ]");
  }

  @Test
  void skipsWhatALaterVersionAdded() {
    String later = RECORD.render().replaceFirst("\\{", "{ \"moon-phase\": \"full\",");
    assertThat(Provenance.parse(later, "text")).isEqualTo(RECORD);
  }

  @Test
  void readsWhatAnEarlierVersionWrote() {
    String earlier =
        RECORD
            .render()
            .replaceFirst(",\\s*\"departures\" : \\[[^]]*\\]", "")
            .replaceFirst(",\\s*\"kernels\" : \\{[^}]*\\}", "");
    assertThat(earlier).doesNotContain("departures").doesNotContain("routed");
    assertThat(Provenance.parse(earlier, "text").kernels().routed()).isEmpty();
    assertThat(Provenance.parse(earlier, "text").departures()).isEmpty();
  }

  @Test
  void namesAFileThatIsSomethingElse() {
    assertThatThrownBy(() -> Provenance.parse("[1", "runs/a/provenance.json"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("runs/a/provenance.json");
  }

  @Test
  void knowsThePlatformItRunsOn() {
    assertThat(Platform.versions()).containsKeys("java", "os", "cpu", "hadoop", "nd4j");
    assertThat(Platform.versions().get("hadoop")).startsWith("3.");
    assertThat(Platform.versions().get("nd4j")).startsWith("1.0.0");
  }
}

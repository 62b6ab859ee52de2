package org.logoformer.models.logo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;

/**
 * Multiply-adds of attention against the number of frames F: products of queries and keys and of
 * weights and values grow as F^2 S^2 (full), F S^2 + F^2 S (divided) and F S^2 (spatial, mixing);
 * local attention as F S times its window, global attention as F^2 S^2 over its pooling.
 */
class AttentionGrowthTest {
  private static final long BLOCKS = 4;
  private static final long D = 256;
  private static final long S = 49;

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32, 64})
  void full(long frames) {
    long tokens = 1 + frames * S;
    assertThat(sections("full", frames))
        .containsEntry("full attention", BLOCKS * (linear(tokens) + pairs(tokens, tokens)));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32, 64})
  void divided(long frames) {
    long places = frames * (S + 1);
    assertThat(sections("divided", frames))
        .containsEntry(
            "temporal attention", BLOCKS * (linear(frames * S) + pairs(frames * S, frames)))
        .containsEntry("spatial attention", BLOCKS * (linear(places) + pairs(places, S + 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32, 64})
  void spatialAndMixing(long frames) {
    long places = frames * (S + 1);
    long expected = BLOCKS * (linear(places) + pairs(places, S + 1));
    assertThat(sections("spatial", frames)).containsEntry("spatial attention", expected);
    assertThat(sections("mixing", frames)).containsEntry("mixing attention", expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32, 64})
  void localGlobal(long frames) {
    long tokens = frames * S;
    long keys = 1 + tokens / 2;
    long window = 8 * S;
    long pooling = tokens * D * D;
    long queriesAndOut = 2 * (1 + tokens) * D * D;
    long keysAndValues = 2 * keys * D * D;
    assertThat(sections("local-global", frames))
        .containsEntry("local attention", BLOCKS * (linear(tokens) + pairs(tokens, window)))
        .containsEntry(
            "global attention",
            BLOCKS * (pooling + queriesAndOut + keysAndValues + pairs(1 + tokens, keys)));
  }

  /** Queries, keys, values and what is behind them. */
  private static long linear(long tokens) {
    return 4 * tokens * D * D;
  }

  private static long pairs(long queries, long keys) {
    return 2 * queries * keys * D;
  }

  private static Map<String, Long> sections(String attention, long frames) {
    return Inventory.nominal(
            Models.blueprint(
                LogoConfig.of("model.logo-former.attention=" + attention, "model.frames=" + frames)
                    .model()))
        .sections();
  }
}

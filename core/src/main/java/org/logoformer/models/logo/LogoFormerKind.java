package org.logoformer.models.logo;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.Require;
import org.logoformer.config.WindowSize;
import org.logoformer.error.ConfigException;
import org.logoformer.models.AttentionGrid;
import org.logoformer.models.ModelKind;
import org.logoformer.models.logo.LogoFormerConfig.Attention;
import org.logoformer.nn.Stage;

/**
 * LOGO-Former (Ma, Sun, Li, ICASSP 2023): ResNet18 through layer3 on single frames, where clips
 * meet in batch normalisation, then a transformer in which they do not.
 */
public final class LogoFormerKind implements ModelKind {
  private static final String NAME = "logo-former";
  private static final String POOL_WINDOW = NAME + ".pool.window";
  private static final String WINDOW = NAME + ".window";
  private static final int MOST_TOKENS = 65_536;

  /** Fewest channels of a head: a quarter of them is one. */
  private static final int MIXED_CHANNELS = 4;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<LogoFormerConfig> type() {
    return LogoFormerConfig.class;
  }

  /** {@code pool.window = window} is the equation's reading: the local window's own size. */
  @Override
  public Config expand(Config model) {
    boolean same = "window".equals(model.getValue(POOL_WINDOW).unwrapped());
    return same ? model.withValue(POOL_WINDOW, model.getValue(WINDOW)) : model;
  }

  @Override
  public void check(ModelConfig model) {
    LogoFormerConfig own = model.network(LogoFormerConfig.class);
    List<Scheme> schemes = own.attention().schemes();
    int side = Architecture.featureSize(model.size());
    requireFewTokens(model);
    if (schemes.contains(Scheme.LOCAL)) {
      requireTiling("model." + WINDOW, own.window(), model.frames(), side);
    }
    if (schemes.contains(Scheme.GLOBAL)) {
      requireTiling("model." + POOL_WINDOW, own.pool().window(), model.frames(), side);
    }
    requireReadable(own);
    Require.that(
        own.attention() != Attention.MIXING || own.dim() / own.heads() >= MIXED_CHANNELS,
        "model.logo-former.heads",
        own.heads(),
        "attention = mixing takes quarters of the %d channels of a head: at least %d are needed, so at most %d heads"
            .formatted(own.dim() / own.heads(), MIXED_CHANNELS, own.dim() / MIXED_CHANNELS));
  }

  static void requireFewTokens(ModelConfig model) {
    int side = Architecture.featureSize(model.size());
    int tokens = model.frames() * side * side;
    Require.that(
        tokens <= MOST_TOKENS,
        "model.frames",
        model.frames(),
        "with model.size = %d a clip has %d tokens, and attention over more than %d fits into no memory"
            .formatted(model.size(), tokens, MOST_TOKENS));
  }

  /** What is classified must have seen the clip. */
  private static void requireReadable(LogoFormerConfig own) {
    String legal =
        switch (own.attention()) {
          case LOCAL -> "mean";
          case SPATIAL -> "token, mean";
          case FULL -> "token, none, mean, frame";
          default -> "token, none, mean";
        };
    String cls = own.cls().name().toLowerCase(Locale.ROOT);
    Require.that(
        List.of(legal.split(", ")).contains(cls),
        "model.logo-former.cls",
        cls,
        "with attention = %s it would not see the clip; legal: %s"
            .formatted(own.attention().name().toLowerCase(Locale.ROOT).replace('_', '-'), legal));
  }

  private static void requireTiling(String key, WindowSize window, int frames, int map) {
    if (!window.divides(new WindowSize(frames, map, map))) {
      throw new ConfigException(
          ("%s = %s does not tile the token grid of %d frames x %d rows x %d columns: legal are"
                  + " %s frames, %s rows and %s columns")
              .formatted(
                  key,
                  window,
                  frames,
                  map,
                  map,
                  Divisors.of(frames),
                  Divisors.of(map),
                  Divisors.of(map)));
    }
  }

  @Override
  public List<String> keysOfTraining() {
    return List.of("dropout", "stochastic-depth");
  }

  @Override
  public List<Stage> stages(ModelConfig config) {
    return new Architecture(config).stages();
  }

  @Override
  public Optional<AttentionGrid> attention(ModelConfig config) {
    return new Architecture(config).attention();
  }

  @Override
  public String classifier() {
    return Architecture.CLASSIFIER;
  }
}

package org.logoformer.models.logo;

import com.typesafe.config.Config;
import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.Require;
import org.logoformer.config.WindowSize;
import org.logoformer.error.ConfigException;
import org.logoformer.models.ModelKind;
import org.logoformer.nn.Blueprint;

/**
 * LOGO-Former (Ma, Sun, Li, ICASSP 2023): ResNet18 through layer3 on single frames, where clips
 * meet in batch normalisation, then a transformer in which they do not.
 */
public final class LogoFormerKind implements ModelKind {
  private static final String NAME = "logo-former";
  private static final String POOL_WINDOW = NAME + ".pool.window";
  private static final String WINDOW = NAME + ".window";
  private static final int MOST_TOKENS = 65_536;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<LogoFormerConfig> type() {
    return LogoFormerConfig.class;
  }

  @Override
  public String reference() {
    return "logo-former.conf";
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
    int side = Architecture.featureSize(model.size());
    int tokens = model.frames() * side * side;
    Require.that(
        tokens <= MOST_TOKENS,
        "model.frames",
        model.frames(),
        "with model.size = %d a clip has %d tokens, and attention over more than %d fits into no memory"
            .formatted(model.size(), tokens, MOST_TOKENS));
    requireTiling("model." + WINDOW, own.window(), model.frames(), side);
    requireTiling("model." + POOL_WINDOW, own.pool().window(), model.frames(), side);
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
  public Blueprint blueprint(ModelConfig config) {
    Architecture a = new Architecture(config);
    return new Blueprint(
        a.frames(),
        a.size(),
        List.of(new BackboneStage(a), new TransformerStage(a)),
        "head",
        a.classes());
  }
}

package org.logoformer.models.logo;

import java.util.List;
import java.util.Optional;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.AttentionGrid;
import org.logoformer.models.ModelKind;
import org.logoformer.nn.Stage;

/**
 * The baseline of LOGO-Former's Table 2: in each block full attention in place of both, over the
 * tokens of all frames and of a frame of CLS tokens, whose mean is classified.
 */
public final class BaselineKind implements ModelKind {
  @Override
  public String name() {
    return "baseline";
  }

  @Override
  public Class<BaselineConfig> type() {
    return BaselineConfig.class;
  }

  @Override
  public void check(ModelConfig model) {
    LogoFormerKind.requireFewTokens(model);
  }

  @Override
  public List<Stage> stages(ModelConfig config) {
    return architecture(config).stages();
  }

  @Override
  public Optional<AttentionGrid> attention(ModelConfig config) {
    return architecture(config).attention();
  }

  private static Architecture architecture(ModelConfig config) {
    LogoFormerConfig own = config.network(BaselineConfig.class).transformer();
    return new Architecture(config, own, List.of(Scheme.FULL, Scheme.FULL));
  }

  @Override
  public String classifier() {
    return Architecture.CLASSIFIER;
  }
}

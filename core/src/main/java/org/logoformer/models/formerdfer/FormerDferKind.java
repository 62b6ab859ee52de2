package org.logoformer.models.formerdfer;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.ModelKind;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.ResNetStage;

/**
 * Former-DFER (Zhao and Liu, "Dynamic facial expression recognition transformer", ACM MM 2021) as
 * it was released: ResNet18 on single frames with a transformer over places behind its third layer,
 * then a transformer over frames. Names of parameters are those of the released weights.
 */
public final class FormerDferKind implements ModelKind {
  @Override
  public String name() {
    return "former-dfer";
  }

  @Override
  public Class<FormerDferConfig> type() {
    return FormerDferConfig.class;
  }

  @Override
  public String reference() {
    return "former-dfer.conf";
  }

  @Override
  public Blueprint blueprint(ModelConfig config) {
    FormerDferConfig own = config.network(FormerDferConfig.class);
    return new Blueprint(
        config.frames(),
        config.size(),
        List.of(
            new ResNetStage("s_former", "layer3", own.width(), 3),
            new SpatialStage(own.spatial()),
            new LastLayerStage(config.frames()),
            new TemporalStage(own.temporal())),
        "fc",
        config.classes());
  }
}

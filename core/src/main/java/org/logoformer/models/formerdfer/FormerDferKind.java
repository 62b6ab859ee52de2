package org.logoformer.models.formerdfer;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.ModelKind;
import org.logoformer.models.ResNetFeatures;
import org.logoformer.nn.Stage;

/**
 * Former-DFER (Zhao and Liu, "Dynamic facial expression recognition transformer", ACM MM 2021) as
 * it was released: ResNet18 on single frames with a transformer over places behind its third layer,
 * then a transformer over frames. Names of parameters are those of the released weights.
 */
public final class FormerDferKind implements ModelKind {
  private static final String SPATIAL = "s_former";

  @Override
  public String name() {
    return "former-dfer";
  }

  @Override
  public Class<FormerDferConfig> type() {
    return FormerDferConfig.class;
  }

  @Override
  public List<Stage> stages(ModelConfig config) {
    FormerDferConfig own = config.network(type());
    return List.of(
        ResNetFeatures.mapsOfFrames(SPATIAL, "layer3", own.width(), 3),
        SpatialEncoder.stage(SPATIAL, own.spatial()),
        LastLayer.stage(SPATIAL, config.frames()),
        TemporalEncoder.stage("t_former", own.temporal()));
  }
}

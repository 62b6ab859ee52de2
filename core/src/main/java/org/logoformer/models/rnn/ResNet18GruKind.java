package org.logoformer.models.rnn;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.ModelKind;
import org.logoformer.nn.Blueprint;

/**
 * ResNet18 on single frames, its mean over each frame, and gated recurrent units over frames: the
 * system called ResNet18 + GRU in the comparisons of Former-DFER (Zhao and Liu, 2021) and
 * LOGO-Former on DFEW.
 */
public final class ResNet18GruKind implements ModelKind {
  @Override
  public String name() {
    return "resnet18-gru";
  }

  @Override
  public Class<ResNet18GruConfig> type() {
    return ResNet18GruConfig.class;
  }

  @Override
  public String reference() {
    return "resnet18-gru.conf";
  }

  @Override
  public Blueprint blueprint(ModelConfig config) {
    ResNet18GruConfig own = config.network(ResNet18GruConfig.class);
    return new Blueprint(
        config.frames(),
        config.size(),
        List.of(
            new FramesStage(own.width()),
            new RecurrentStage(Cell.GRU, own.layers(), own.hidden(), own.readout())),
        "fc",
        config.classes());
  }
}

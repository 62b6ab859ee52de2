package org.logoformer.models.rnn;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.ModelKind;
import org.logoformer.nn.Blueprint;

/**
 * ResNet18 on single frames, its mean over each frame, and long short-term memory over frames: the
 * system called ResNet18 + LSTM in the comparisons of FERV39K (Wang et al., CVPR 2022) and
 * LOGO-Former.
 */
public final class ResNet18LstmKind implements ModelKind {
  @Override
  public String name() {
    return "resnet18-lstm";
  }

  @Override
  public Class<ResNet18LstmConfig> type() {
    return ResNet18LstmConfig.class;
  }

  @Override
  public String reference() {
    return "resnet18-lstm.conf";
  }

  @Override
  public Blueprint blueprint(ModelConfig config) {
    ResNet18LstmConfig own = config.network(ResNet18LstmConfig.class);
    return new Blueprint(
        config.frames(),
        config.size(),
        List.of(
            new FramesStage(own.width()),
            new RecurrentStage(Cell.LSTM, own.layers(), own.hidden(), own.readout())),
        "fc",
        config.classes());
  }
}

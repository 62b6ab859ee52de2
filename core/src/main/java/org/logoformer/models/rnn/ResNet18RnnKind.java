package org.logoformer.models.rnn;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.Require;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.models.ModelKind;
import org.logoformer.models.ResNetFeatures;
import org.logoformer.nn.Stage;

/** ResNet18 on single frames, its mean over each frame, and recurrence over frames. */
abstract class ResNet18RnnKind implements ModelKind {
  private final Cell cell;

  ResNet18RnnKind(Cell cell) {
    this.cell = cell;
  }

  @Override
  public final String name() {
    return "resnet18-" + RecurrentStage.name(cell);
  }

  @Override
  public final Class<ResNet18RnnConfig> type() {
    return ResNet18RnnConfig.class;
  }

  @Override
  public final void check(ModelConfig model) {
    ResNet18RnnConfig own = model.network(type());
    String block = "model." + name();
    Require.within(block + ".width", own.width(), 1, 4096);
    Require.within(block + ".layers", own.layers(), 1, 64);
    Require.within(block + ".hidden", own.hidden(), 1, 32_768);
  }

  @Override
  public final List<Stage> stages(ModelConfig config) {
    ResNet18RnnConfig own = config.network(type());
    return List.of(
        ResNetFeatures.ofFrames("backbone", own.width()),
        new RecurrentStage(cell, own.layers(), own.hidden(), own.readout()));
  }
}

package org.logoformer.models.video;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.ModelKind;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.ResNetEntry;

/**
 * ResNet18 whose convolutions over clips are a convolution over space and one over time: R(2+1)D
 * (Tran et al., "A closer look at spatiotemporal convolutions", CVPR 2018), as torchvision builds
 * it.
 */
public final class R2plus1d18Kind implements ModelKind {
  @Override
  public String name() {
    return "r2plus1d-18";
  }

  @Override
  public Class<R2plus1d18Config> type() {
    return R2plus1d18Config.class;
  }

  @Override
  public String reference() {
    return "r2plus1d-18.conf";
  }

  @Override
  public Blueprint blueprint(ModelConfig config) {
    int width = config.network(R2plus1d18Config.class).width();
    ResNetEntry entry = new ResNetEntry(SpaceThenTime::stem, null, new SpaceThenTime());
    return new Blueprint(
        config.frames(),
        config.size(),
        List.of(new ClipStage(entry, width)),
        "fc",
        config.classes());
  }
}

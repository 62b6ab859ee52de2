package org.logoformer.models.video;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.ModelKind;
import org.logoformer.models.ResNetFeatures;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Stage;

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
  public List<Stage> stages(ModelConfig config) {
    ResNetEntry entry = new ResNetEntry(SpaceThenTime::stem, null, new SpaceThenTime());
    return List.of(ResNetFeatures.ofClips("", entry, config.network(type()).width()));
  }
}

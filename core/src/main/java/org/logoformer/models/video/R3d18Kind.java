package org.logoformer.models.video;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.ModelKind;
import org.logoformer.nn.Blueprint;

/**
 * ResNet18 of three-dimensional convolutions: R3D (Tran et al., "A closer look at spatiotemporal
 * convolutions", CVPR 2018), called 3D ResNet18 in the comparisons of DFEW and LOGO-Former.
 */
public final class R3d18Kind implements ModelKind {
  @Override
  public String name() {
    return "r3d-18";
  }

  @Override
  public Class<R3d18Config> type() {
    return R3d18Config.class;
  }

  @Override
  public String reference() {
    return "r3d-18.conf";
  }

  @Override
  public Blueprint blueprint(ModelConfig config) {
    R3d18Config own = config.network(R3d18Config.class);
    return new Blueprint(
        config.frames(), config.size(), List.of(new ClipStage(own)), "fc", config.classes());
  }
}

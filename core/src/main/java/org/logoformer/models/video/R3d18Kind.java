package org.logoformer.models.video;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.kernels.Window;
import org.logoformer.models.ModelKind;
import org.logoformer.models.ResNetFeatures;
import org.logoformer.models.video.R3d18Config.Stem;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Stage;

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
  public List<Stage> stages(ModelConfig config) {
    R3d18Config own = config.network(type());
    return List.of(ResNetFeatures.ofClips("", entry(own.stem()), own.width()));
  }

  private static ResNetEntry entry(Stem stem) {
    int depth = stem == Stem.PAPER ? 7 : 3;
    int[] kernel = {depth, 7, 7};
    int[] stride = {1, 2, 2};
    int[] padding = {depth / 2, 3, 3};
    Window pool = stem == Stem.PAPER ? Window.cube(3, 3, 2, 1) : null;
    return ResNetEntry.clips(new Window(kernel, stride, padding), pool);
  }
}

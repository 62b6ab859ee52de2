package org.logoformer.models.rnn;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.Require;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.models.ModelKind;
import org.logoformer.models.rnn.TwoStreams.Second;
import org.logoformer.nn.Stage;

/**
 * VGG13 (Simonyan and Zisserman, 2015) on single frames and long short-term memory over them: the
 * system called VGG13 + LSTM in the comparisons of FERV39K (Wang et al., CVPR 2022) and
 * LOGO-Former. With two streams, another such network reads what changes from frame to frame, and
 * both last states are classified together.
 */
public final class Vgg13LstmKind implements ModelKind {
  @Override
  public String name() {
    return "vgg13-lstm";
  }

  @Override
  public Class<Vgg13LstmConfig> type() {
    return Vgg13LstmConfig.class;
  }

  @Override
  public void check(ModelConfig model) {
    // Five maxima halve a frame.
    Require.within("model.size", model.size(), Vgg13.SMALLEST, 4096);
  }

  @Override
  public List<Stage> stages(ModelConfig config) {
    Vgg13LstmConfig own = config.network(type());
    Stage frames = new VggStage(own);
    Stage states = new RecurrentStage(Cell.LSTM, own.layers(), own.hidden(), own.readout());
    return own.streams() == 1
        ? List.of(frames, states)
        : List.of(
            new TwoStreams(frames, Second.CHANGES), new TwoStreams(states, Second.OTHER_HALF));
  }
}

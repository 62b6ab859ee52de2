package org.logoformer.synth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipRendererTest {
  private static final int FRAMES = 13;

  @ParameterizedTest
  @CsvSource({"HAPPY, SAD", "ANGRY, FEAR"})
  void aClassAndItsMirrorShowTheSameFacesInOppositeOrder(Course course, Course mirror) {
    List<Expression> backwards = new ArrayList<>(expressions(mirror));
    Collections.reverse(backwards);
    assertThat(expressions(course)).isEqualTo(backwards);
  }

  @Test
  void theSameSeedDrawsTheSameBytes() throws IOException {
    assertThat(frame(7)).isEqualTo(frame(7)).isNotEqualTo(frame(8));
  }

  private static byte[] frame(long seed) throws IOException {
    return FrameWriter.jpeg(new ClipRenderer(seed, clip(Course.SURPRISE), 48).draw(5));
  }

  private static List<Expression> expressions(Course course) {
    ClipRenderer renderer = new ClipRenderer(3, clip(course), 32);
    List<Expression> shown = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      shown.add(renderer.expression(i));
    }
    return shown;
  }

  private static SynthClip clip(Course course) {
    return new SynthClip(4, "Crime/Happy/0001", "x", course, 2, FRAMES, 0);
  }
}

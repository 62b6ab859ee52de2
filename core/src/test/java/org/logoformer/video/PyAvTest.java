package org.logoformer.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;

/**
 * Every kind of video against PyAV: beside each lies a PNG with all its frames, one below the
 * other.
 */
class PyAvTest {
  @ParameterizedTest
  @CsvSource({
    "b-frames.mp4, 12",
    "variable-rate.mp4, 12",
    "variable-rate.mkv, 12",
    "bt709.mp4, 4",
    "bt601.mp4, 4",
    "full-range.mp4, 4",
    "bt709-full.mkv, 4",
    "yuv444.mkv, 4",
    "mpeg4.avi, 12",
    "vp9.webm, 12",
    "sound.mp4, 4",
    "turned-90.mp4, 3",
    "turned-180.mp4, 3",
    "turned-270.mp4, 3"
  })
  void everyFrameIsPyAvsWithinALevel(String name, int count) throws Exception {
    Frames expected =
        new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(Videos.file(name + ".png"));

    var frames = Videos.decode(Videos.file(name));

    assertThat(frames).hasSize(count);
    int height = expected.height() / count;
    for (int i = 0; i < count; i++) {
      Frames frame = frames.get(i);
      assertThat(frame.width()).isEqualTo(expected.width());
      assertThat(frame.height()).isEqualTo(height);
      assertThat(farthest(frame.rgb(), expected.rgb(), i * frame.frameBytes()))
          .as("frame " + i)
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void framesDifferSoMuchThatAnotherOrderWouldBeSeen() throws Exception {
    var frames = Videos.decode(Videos.file("b-frames.mp4"));

    for (int i = 1; i < frames.size(); i++) {
      assertThat(farthest(frames.get(i).rgb(), frames.get(i - 1).rgb(), 0)).isGreaterThan(100);
    }
  }

  @Test
  void manyVideosAreReadAtOnce() throws Exception {
    byte[] file = Videos.file("b-frames.mp4");
    byte[] first = Videos.decode(file).get(0).rgb();
    List<Video> open = new ArrayList<>();
    try {
      for (int i = 0; i < 24; i++) {
        open.add(Video.open(new MemorySource(file), 10_000));
      }
      for (Video video : open) {
        assertThat(video.next().orElseThrow().rgb()).isEqualTo(first);
      }
    } finally {
      for (Video video : open) {
        video.close();
      }
    }
  }

  @Test
  void theProbeSaysWhatEveryMachineMustDecode() {
    assertThat(VideoProbe.checksum()).isEqualTo("96e014d1");
    assertThat(VideoProbe.decoder()).startsWith("FFmpeg ");
  }

  private static int farthest(byte[] actual, byte[] expected, int from) {
    int farthest = 0;
    for (int i = 0; i < actual.length; i++) {
      farthest = Math.max(farthest, Math.abs((actual[i] & 0xff) - (expected[from + i] & 0xff)));
    }
    return farthest;
  }
}

package org.logoformer.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.ImageRefusedException;

class NativeMemoryTest {
  private static final long SLACK = 24L << 20;

  @Test
  void whatFfmpegAllocatesIsFreedInEveryPath() throws Exception {
    List<byte[]> whole =
        List.of(Videos.file("b-frames.mp4"), Videos.file("mpeg4.avi"), Videos.file("vp9.webm"));
    List<byte[]> refused =
        List.of(
            Videos.file("make.py"),
            Videos.file("no-video.mp4"),
            Arrays.copyOf(whole.get(0), whole.get(0).length - 1),
            holed(whole.get(0)),
            holed(whole.get(2)));
    rounds(whole, refused, 60);
    long held = Pointer.totalBytes();
    long before = Pointer.physicalBytes();

    rounds(whole, refused, 300);

    // A decoder that is left over holds more than a megabyte, a buffer of a file 64 KiB.
    assertThat(Pointer.physicalBytes() - before).isLessThan(SLACK);
    assertThat(Pointer.totalBytes()).isEqualTo(held);
    assertThat(SourceIo.open()).isZero();
  }

  private static void rounds(List<byte[]> whole, List<byte[]> refused, int rounds)
      throws IOException, ImageRefusedException {
    for (int i = 0; i < rounds; i++) {
      for (byte[] file : whole) {
        Videos.decode(file);
        // Left in the middle.
        try (Video video = Video.open(new MemorySource(file), 10_000)) {
          video.next();
        }
      }
      for (byte[] file : refused) {
        try {
          Videos.decode(file);
        } catch (ImageRefusedException e) {
          // As it must be; which ones are, other tests say.
        }
      }
      try {
        Videos.decode(whole.get(0), 100);
      } catch (ImageRefusedException e) {
        // Too large.
      }
    }
    System.gc();
  }

  private static byte[] holed(byte[] file) {
    byte[] holed = file.clone();
    Arrays.fill(holed, file.length / 2, file.length / 2 + 200, (byte) 0);
    return holed;
  }
}

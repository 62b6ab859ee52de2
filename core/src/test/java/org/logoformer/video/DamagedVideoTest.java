package org.logoformer.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.ImageRefusedException.Reason;

class DamagedVideoTest {
  // As PyAV gives them of such files, but for the frame that it makes of the half of a packet.
  @ParameterizedTest
  @CsvSource({
    "variable-rate.mkv, 1619, 0 4",
    "variable-rate.mkv, 1979, 0 1 2 3 4",
    "variable-rate.mkv, 2339, 0 1 2 3 4 5 6 8",
    "variable-rate.mkv, 2878, 0 1 2 3 4 5 6 7 8 9 10 11",
    "mpeg4.avi, 6238, 0",
    "mpeg4.avi, 7372, 0 1 2 3 4 6",
    "mpeg4.avi, 8506, 0 1 2 3 4 5 6 7 8 9",
    "mpeg4.avi, 9073, 0 1 2 3 4 5 6 7 8 9 10 11",
    "vp9.webm, 982, 0 1",
    "vp9.webm, 1965, 0 1 2 3 4 5 6 7 8 9",
  })
  void oneThatWasCutOffHasTheFramesThatAreWhole(String name, int length, String frames)
      throws Exception {
    byte[] file = Videos.file(name);
    List<Frames> whole = Videos.decode(file);

    assertThat(cutOff(Arrays.copyOf(file, length), whole)).isEqualTo(frames);
  }

  @Test
  void aRecordingThatWasStoppedIsCutOff() throws Exception {
    byte[] file = Videos.file("mpeg4.avi");
    List<Frames> whole = Videos.decode(file);
    Arrays.fill(file, 4, 8, (byte) 0);

    assertThat(cutOff(Arrays.copyOf(file, 7372), whole)).isEqualTo("0 1 2 3 4 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"variable-rate.mkv", "mpeg4.avi", "vp9.webm"})
  void oneThatWasCutOffBeforeItsFirstFrameIsRefused(String name) throws Exception {
    byte[] whole = Videos.file(name);
    for (int part = 1; part < 7; part++) {
      assertRefused(Arrays.copyOf(whole, whole.length * part / 16), Reason.TRUNCATED, "says");
    }
  }

  /** The numbers of the frames of a video that was cut off, in the one that was not. */
  private static String cutOff(byte[] file, List<Frames> whole) throws Exception {
    List<String> numbers = new ArrayList<>();
    try (Video video = Video.open(new MemorySource(file), ImageDecoder.DEFAULT_MAX_PIXELS)) {
      for (Optional<Frames> frame = video.next(); frame.isPresent(); frame = video.next()) {
        byte[] rgb = frame.get().rgb();
        for (int i = 0; i < whole.size(); i++) {
          if (Arrays.equals(rgb, whole.get(i).rgb())) {
            numbers.add(Integer.toString(i));
          }
        }
      }
      assertThat(video.cutOff()).startsWith("the file ");
    }
    return String.join(" ", numbers);
  }

  @Test
  void oneThatIsWholeIsNotCutOff() throws Exception {
    for (String name : List.of("b-frames.mp4", "variable-rate.mkv", "mpeg4.avi", "vp9.webm")) {
      try (Video video = Video.open(new MemorySource(Videos.file(name)), 10_000)) {
        while (video.skip()) {}
        assertThat(video.cutOff()).isEmpty();
      }
    }
  }

  // The index of others lies behind the frames; without it they are not found.
  @ParameterizedTest
  @ValueSource(strings = {"b-frames.mp4", "full-range.mp4"})
  void anMp4ThatWasCutOffIsRefusedWhereverThatWas(String name) throws Exception {
    byte[] whole = Videos.file(name);
    for (int part = 1; part < 8; part++) {
      assertRefused(Arrays.copyOf(whole, whole.length * part / 8), Reason.TRUNCATED, "has");
    }
    assertRefused(Arrays.copyOf(whole, whole.length - 1), Reason.TRUNCATED, "says");
  }

  // Where lost bytes leave the picture's coding in disorder. Neither VP9 nor the structure of
  // Matroska and AVI has anything that would tell.
  @ParameterizedTest
  @CsvSource({"b-frames.mp4, 600, 3000", "mpeg4.avi, 5700, 8000", "variable-rate.mkv, 1200, 2000"})
  void oneWithALostPieceIsRefused(String name, int from, int to) throws Exception {
    for (int at = from; at <= to; at += 300) {
      byte[] damaged = Videos.file(name);
      Arrays.fill(damaged, at, at + 200, (byte) 0);

      assertThatThrownBy(() -> Videos.decode(damaged)).isInstanceOf(ImageRefusedException.class);
    }
  }

  @Test
  void anEmptyFileIsRefused() {
    assertRefused(new byte[0], Reason.EMPTY, "no bytes");
  }

  @Test
  void whatIsNoVideoIsRefused() throws Exception {
    assertRefused(Videos.file("make.py"), Reason.UNKNOWN_FORMAT, "Matroska");
    assertRefused(Videos.file("b-frames.mp4.png"), Reason.UNKNOWN_FORMAT, "Matroska");
  }

  @Test
  void aListOfOtherFilesIsNotFollowed() {
    byte[] list = "ffconcat version 1.0\nfile 'other.mp4'\n".getBytes(StandardCharsets.US_ASCII);

    // FFmpeg's word for a format that it knows and that is not let in; it has another for files of
    // no format, and for those of a list that are not there.
    assertRefused(list, Reason.UNKNOWN_FORMAT, "Invalid argument");
  }

  @Test
  void soundAloneIsNoVideo() throws Exception {
    assertRefused(Videos.file("no-video.mp4"), Reason.NO_VIDEO, "moving pictures");
  }

  @Test
  void largerPicturesThanAllowedAreRefused() throws Exception {
    assertThatThrownBy(() -> Videos.decode(Videos.file("b-frames.mp4"), 48 * 32 - 1))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessage("too-large: 48 x 32 pixels, allowed are 1535");
    assertThat(Videos.decode(Videos.file("b-frames.mp4"), 48 * 32)).hasSize(12);
  }

  @Test
  void aFailureOfTheStorageIsNotTakenForDamage() throws Exception {
    byte[] file = Videos.file("b-frames.mp4");
    int reads = 0;
    while (true) {
      try (Video video = Video.open(new Failing(file, reads), ImageDecoder.DEFAULT_MAX_PIXELS)) {
        while (video.skip()) {}
        break;
      } catch (IOException e) {
        assertThat(e).hasMessage("the disk is gone");
        reads++;
      }
    }
    assertThat(reads).isGreaterThan(5);
    assertThat(SourceIo.open()).isZero();
  }

  @Test
  void anErrorInTheMiddleLeavesNothingBehind() throws Exception {
    byte[] file = Videos.file("b-frames.mp4");
    boolean failed = true;
    int reads = 0;
    for (; failed; reads++) {
      Failing source = new Failing(file, reads, new IOError(new IOException("out of luck")));
      try (Video video = Video.open(source, ImageDecoder.DEFAULT_MAX_PIXELS)) {
        while (video.skip()) {}
        failed = false;
      } catch (IOError e) {
        // The one above.
      }
      assertThat(source.closed).isOne();
      assertThat(SourceIo.open()).isZero();
    }
    assertThat(reads).isGreaterThan(5);
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    Failing source = new Failing(Videos.file("b-frames.mp4"), -1, null);
    Video video = Video.open(source, ImageDecoder.DEFAULT_MAX_PIXELS);
    video.next();
    video.close();
    video.close();
    assertThat(source.closed).isOne();
    RgbConverter converter = new RgbConverter();
    converter.close();
    converter.close();
  }

  /** Gives a hundred bytes at a time, and fails at one of the reads. */
  private static final class Failing implements Source {
    private final byte[] file;
    private final Throwable failure;
    private int left;
    private int closed;

    Failing(byte[] file, int reads) {
      this(file, reads, new IOException("the disk is gone"));
    }

    Failing(byte[] file, int reads, Throwable failure) {
      this.file = file;
      this.left = reads;
      this.failure = failure;
    }

    @Override
    public long length() {
      return file.length;
    }

    @Override
    public int read(long at, byte[] to) throws IOException {
      if (left-- == 0) {
        if (failure instanceof Error error) {
          throw error;
        }
        throw (IOException) failure;
      }
      byte[] some = new byte[Math.min(to.length, 100)];
      int read = new MemorySource(file).read(at, some);
      System.arraycopy(some, 0, to, 0, Math.max(0, read));
      return read;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static void assertRefused(byte[] file, Reason reason, String detail) {
    assertThatThrownBy(() -> Videos.decode(file))
        .isInstanceOfSatisfying(
            ImageRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(detail);
  }
}

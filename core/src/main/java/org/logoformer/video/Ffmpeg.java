package org.logoformer.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.avutil.av_version_info;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Loader;
import org.logoformer.error.ClusterException;

/** The native library. */
final class Ffmpeg {
  private static final int LONGEST_MESSAGE = 256;

  private Ffmpeg() {}

  /**
   * Loads it, if that is not done.
   *
   * @throws ClusterException if this machine cannot
   */
  static void load() {
    try {
      Loader.load(org.bytedeco.ffmpeg.global.avcodec.class);
      Loader.load(org.bytedeco.ffmpeg.global.avformat.class);
      Loader.load(org.bytedeco.ffmpeg.global.swscale.class);
    } catch (LinkageError e) {
      throw new ClusterException(
          "FFmpeg cannot be loaded on this machine, so no video can be read here ("
              + e.getMessage()
              + "): it takes Linux on x86-64, and the jars of this program complete",
          e);
    }
    // It prints what goes wrong; here that is thrown.
    av_log_set_level(AV_LOG_QUIET);
  }

  /** Such as {@code FFmpeg 8.0.1}. */
  static String version() {
    return "FFmpeg " + av_version_info().getString();
  }

  /** FFmpeg's words for one of its error codes. */
  static String message(int code) {
    byte[] text = new byte[LONGEST_MESSAGE];
    av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.US_ASCII);
  }
}

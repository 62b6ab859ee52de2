package org.logoformer.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.ImageRefusedException.Reason;

/**
 * Decoded pictures to RGB by swscale, called as PyAV's {@code to_ndarray(format="rgb24")} calls it:
 * it goes by the tags of each frame, and takes BT.601 and limited range where there are none.
 */
final class RgbConverter implements AutoCloseable {
  private SwsContext scaler;
  private AVFrame rgb = av_frame_alloc();

  RgbConverter() {
    scaler = sws_alloc_context();
    scaler.flags(SWS_BILINEAR);
    scaler.threads(1);
  }

  /** The samples of a decoded picture, not turned. */
  Frames convert(AVFrame picture) throws ImageRefusedException {
    int height = picture.height();
    int width = picture.width();
    if (rgb.height() != height || rgb.width() != width) {
      allocate(height, width);
    }
    int code = sws_scale_frame(scaler, rgb, picture);
    if (code < 0) {
      throw new ImageRefusedException(
          Reason.UNSUPPORTED,
          "swscale makes no RGB of pixel format " + picture.format() + ": " + Ffmpeg.message(code));
    }
    int stride = rgb.linesize(0);
    ByteBuffer rows = rgb.data(0).capacity((long) stride * height).asBuffer();
    byte[] samples = new byte[Math.toIntExact(Frames.bytesPerFrame(height, width))];
    for (int y = 0; y < height; y++) {
      rows.get(y * stride, samples, y * width * 3, width * 3);
    }
    return new Frames(1, height, width, samples);
  }

  private void allocate(int height, int width) {
    av_frame_free(rgb);
    rgb = av_frame_alloc();
    rgb.format(AV_PIX_FMT_RGB24);
    rgb.height(height);
    rgb.width(width);
    if (av_frame_get_buffer(rgb, 0) < 0) {
      throw new OutOfMemoryError("FFmpeg has no memory for a picture of " + width + " x " + height);
    }
  }

  @Override
  public void close() {
    // What is freed twice ends the process.
    if (scaler != null) {
      av_frame_free(rgb);
      sws_freeContext(scaler);
      scaler = null;
    }
  }
}

package org.logoformer.video;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.io.IOException;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.PointerPointer;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.ImageRefusedException.Reason;
import org.logoformer.error.Message;

/** An opened file and the stream of pictures in it. */
final class Container implements AutoCloseable {
  // No format that names other files or addresses to be read, and no decoder but of pictures:
  // what a stranger's file makes FFmpeg do stays small, and sound is never decoded.
  private static final String FORMATS = "mov,avi,matroska";
  private static final List<String> DECODERS =
      List.of(
          "h264",
          "hevc",
          "mpeg4",
          "msmpeg4v1",
          "msmpeg4v2",
          "msmpeg4",
          "mpeg1video",
          "mpeg2video",
          "h263",
          "vp8",
          "libvpx",
          "vp9",
          "libvpx-vp9",
          "av1",
          "libdav1d",
          "libaom-av1",
          "mjpeg",
          "prores",
          "dnxhd",
          "ffv1",
          "huffyuv",
          "ffvhuff",
          "utvideo",
          "rawvideo",
          "dvvideo",
          "png");

  private final SourceIo io;
  private final AVFormatContext format;
  private final AVStream stream;

  private Container(SourceIo io, AVFormatContext format, AVStream stream) {
    this.io = io;
    this.format = format;
    this.stream = stream;
  }

  /**
   * Reads the head of a file, and no more of it.
   *
   * @param source closed with what is returned, or here if it is refused
   * @throws ImageRefusedException if FFmpeg does not know it, it holds no pictures, or larger ones
   *     than allowed
   */
  static Container open(Source source, long maxPixels) throws IOException, ImageRefusedException {
    SourceIo io = new SourceIo(source);
    try {
      return open(io, maxPixels);
    } catch (Throwable e) { // Errors too: what FFmpeg holds, no garbage collector frees.
      io.close();
      throw e;
    }
  }

  private static Container open(SourceIo io, long maxPixels)
      throws IOException, ImageRefusedException {
    AVFormatContext format = input(io);
    try {
      // FFmpeg takes some failures for the end of the file.
      io.requireIntact();
      Container container = new Container(io, format, pictures(format));
      container.requireSize(maxPixels);
      return container;
    } catch (Throwable e) {
      avformat_close_input(format);
      throw e;
    }
  }

  private static AVFormatContext input(SourceIo io) throws IOException, ImageRefusedException {
    AVFormatContext format = avformat_alloc_context();
    format.pb(io.context());
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "format_whitelist", FORMATS, 0);
    av_dict_set(options, "codec_whitelist", String.join(",", DECODERS), 0);
    // Frees the context where it fails.
    int code = avformat_open_input(format, (String) null, null, options);
    av_dict_free(options);
    if (code < 0) {
      io.requireIntact();
      throw new ImageRefusedException(
          Reason.UNKNOWN_FORMAT,
          "FFmpeg finds no MP4, AVI, WebM or Matroska in it: " + Ffmpeg.message(code));
    }
    return format;
  }

  private static AVStream pictures(AVFormatContext format) throws ImageRefusedException {
    int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (index < 0 || isCover(format.streams(index))) {
      throw new ImageRefusedException(Reason.NO_VIDEO, "no stream of it holds moving pictures");
    }
    for (int i = 0; i < format.nb_streams(); i++) {
      if (i != index) {
        format.streams(i).discard(AVDISCARD_ALL);
      }
    }
    return format.streams(index);
  }

  // A picture for players to show beside music.
  private static boolean isCover(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  private void requireSize(long maxPixels) throws ImageRefusedException {
    AVCodecParameters parameters = stream.codecpar();
    requireSize(parameters.width(), parameters.height(), maxPixels);
  }

  /** Refuses pictures of more pixels than allowed. */
  static void requireSize(int width, int height, long maxPixels) throws ImageRefusedException {
    if ((long) width * height > maxPixels) {
      throw new ImageRefusedException(
          Reason.TOO_LARGE, Message.of("%d x %d pixels, allowed are %d", width, height, maxPixels));
    }
  }

  /**
   * What to tell a decoder, which counts what it adds to each row for its own ends. It stops a
   * coding that disagrees with the head of its file; the exact limit holds for the head and each
   * picture.
   */
  static long decoderLimit(long maxPixels) {
    return 2 * maxPixels + (1 << 20);
  }

  /**
   * Reads as much as it takes to decode: some streams do not say before how far their frames are
   * out of order, or in which colours they are.
   */
  void probe(long maxPixels) throws IOException, ImageRefusedException {
    int streams = format.nb_streams();
    int code;
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(streams)) {
      for (int i = 0; i < streams; i++) {
        AVDictionary limit = new AVDictionary(null);
        // It decodes some frames, whose sizes only the decoder knows.
        av_dict_set(limit, "max_pixels", Long.toString(decoderLimit(maxPixels)), 0);
        options.put(i, limit);
      }
      code = avformat_find_stream_info(format, options);
      for (int i = 0; i < streams; i++) {
        av_dict_free(new AVDictionary(options.get(i)));
      }
    }
    io.requireIntact();
    if (code < 0) {
      throw new ImageRefusedException(Reason.CORRUPT, "FFmpeg says: " + Ffmpeg.message(code));
    }
    requireSize(maxPixels);
  }

  /** Whether a decoder is one of those that are let work. */
  static boolean allows(String decoder) {
    return DECODERS.contains(decoder);
  }

  SourceIo io() {
    return io;
  }

  AVFormatContext format() {
    return format;
  }

  AVStream stream() {
    return stream;
  }

  /** About how many frames there are, as far as the head of the file tells; 0 if it does not. */
  long frames() {
    if (stream.nb_frames() > 0) {
      return stream.nb_frames();
    }
    AVRational rate = stream.avg_frame_rate();
    if (format.duration() <= 0 || rate.num() <= 0 || rate.den() <= 0) {
      return 0;
    }
    return (long) ((double) format.duration() / AV_TIME_BASE * rate.num() / rate.den());
  }

  @Override
  public void close() throws IOException {
    avformat_close_input(format);
    io.close();
  }
}

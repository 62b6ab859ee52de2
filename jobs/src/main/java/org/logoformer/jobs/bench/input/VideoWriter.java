package org.logoformer.jobs.bench.input;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.Picture;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;

/** Encodes frames as a video: MPEG-4 Part 2, 25 frames a second, in an AVI. */
final class VideoWriter implements AutoCloseable {
  private static final int FRAMES_PER_SECOND = 25;

  /** Of 1, the best, to 31. */
  private static final int QUANTISER = 3;

  private final AVCodecContext encoder;
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVFrame frame = av_frame_alloc();
  private final AVPacket packet = av_packet_alloc();
  private final AVStream stream;
  private SwsContext scaler;
  private long written;

  /**
   * Makes a video of every folder that holds some of the images.
   *
   * @param images in order
   * @param into where the videos go; exists
   */
  static void encodeEach(List<Path> images, Path into) throws IOException {
    Map<Path, List<Path>> clips =
        images.stream()
            .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.toList()));
    int number = 0;
    for (List<Path> clip : clips.values()) {
      encode(clip, into.resolve("%05d.avi".formatted(number++)));
    }
  }

  private static void encode(List<Path> images, Path file) throws IOException {
    Picture picture = new Picture();
    decode(images.get(0), picture);
    try (VideoWriter video = new VideoWriter(file, picture.height(), picture.width())) {
      for (Path image : images) {
        decode(image, picture);
        video.add(picture.frames());
      }
    }
  }

  private static void decode(Path image, Picture into) throws IOException {
    try {
      new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS).decode(Files.readAllBytes(image), into);
    } catch (ImageRefusedException e) {
      throw new DataException("A frame is refused (" + e.getMessage() + "): remove it", e);
    }
  }

  /** Begins a file whose pictures have the given size, in pixels. */
  VideoWriter(Path file, int height, int width) {
    AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MPEG4);
    AVRational tick = new AVRational().num(1).den(FRAMES_PER_SECOND);
    encoder =
        avcodec_alloc_context3(codec)
            .height(height)
            .width(width)
            .pix_fmt(AV_PIX_FMT_YUV420P)
            .time_base(tick)
            .global_quality(QUANTISER * FF_QP2LAMBDA);
    encoder.flags(encoder.flags() | AV_CODEC_FLAG_QSCALE);
    require(avcodec_open2(encoder, codec, (AVDictionary) null), "open the encoder");
    frame.format(AV_PIX_FMT_YUV420P).height(height).width(width);
    require(av_frame_get_buffer(frame, 0), "hold a frame");
    require(avformat_alloc_output_context2(format, null, "avi", file.toString()), "begin " + file);
    stream = avformat_new_stream(format, null).time_base(tick);
    require(avcodec_parameters_from_context(stream.codecpar(), encoder), "describe " + file);
    AVIOContext io = new AVIOContext(null);
    require(avio_open(io, file.toString(), AVIO_FLAG_WRITE), "write " + file);
    format.pb(io);
    require(avformat_write_header(format, (AVDictionary) null), "write the head of " + file);
  }

  /** Adds one frame, {@code [1, height, width, 3]}, scaled to the size of the video. */
  void add(Frames rgb) {
    scaler =
        sws_getCachedContext(
            scaler,
            rgb.width(),
            rgb.height(),
            AV_PIX_FMT_RGB24,
            frame.width(),
            frame.height(),
            AV_PIX_FMT_YUV420P,
            SWS_BILINEAR,
            (SwsFilter) null,
            (SwsFilter) null,
            (DoublePointer) null);
    require(av_frame_make_writable(frame), "hold a frame");
    try (BytePointer pixels = new BytePointer(rgb.rgb());
        PointerPointer<BytePointer> planes = new PointerPointer<>(pixels, null, null, null);
        IntPointer strides = new IntPointer(3 * rgb.width(), 0, 0, 0)) {
      require(
          sws_scale(scaler, planes, strides, 0, rgb.height(), frame.data(), frame.linesize()),
          "scale a frame");
    }
    frame.pts(written++);
    require(avcodec_send_frame(encoder, frame), "encode a frame");
    writeEncoded();
  }

  /** Ends the file. */
  @Override
  public void close() {
    require(avcodec_send_frame(encoder, null), "end the encoder");
    writeEncoded();
    require(av_write_trailer(format), "end a video");
    avio_closep(format.pb());
    avformat_free_context(format);
    avcodec_free_context(encoder);
    av_frame_free(frame);
    av_packet_free(packet);
    sws_freeContext(scaler);
  }

  private void writeEncoded() {
    while (avcodec_receive_packet(encoder, packet) >= 0) {
      av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      require(av_interleaved_write_frame(format, packet), "write a frame");
    }
  }

  private static void require(int code, String what) {
    if (code < 0) {
      throw new ClusterException(
          "FFmpeg cannot " + what + " (code " + code + "): see that the temporary folder has room");
    }
  }
}

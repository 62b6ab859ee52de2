package org.logoformer.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.ImageRefusedException.Reason;
import org.logoformer.error.Message;

/**
 * A video that is being decoded: its frames as 8-bit RGB, in the order of showing, whatever the
 * times between them. One thread decodes, so that its bits depend on nothing else.
 *
 * <p>Frames are those that FFmpeg and PyAV give, sample for sample as {@code
 * to_ndarray(format="rgb24")} does, and turned as ffmpeg turns them. A damaged video is refused as
 * a whole, as a damaged picture is: what the decoder makes up for lost parts are no frames of the
 * clip. One that was cut off, by a recorder that was stopped or a copy that was not finished, has
 * the frames that lie in it whole, as ffmpeg gives them with {@code -fflags discardcorrupt}: {@link
 * #cutOff} tells it. Where frames are stored out of order, some before the last may be lost.
 */
public final class Video implements Closeable {
  private static final int NUMBERS_OF_A_MATRIX = 9;

  private final long maxPixels;
  private final Container container;
  private final AVCodecContext codec;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame picture = av_frame_alloc();
  private final RgbConverter converter = new RgbConverter();
  private final String cutOff;
  private int frames;
  private boolean closed;

  private Video(Container container, AVCodecContext codec, long maxPixels, String cutOff) {
    this.container = container;
    this.codec = codec;
    this.maxPixels = maxPixels;
    this.cutOff = cutOff;
  }

  /**
   * Opens a video.
   *
   * @param maxPixels a video with larger frames is refused before memory is taken for them
   * @throws ImageRefusedException if it is empty, cut off before its first frame, of another
   *     format, without pictures, or of a coding that is not known
   * @throws IOException if the storage does not answer
   * @throws org.logoformer.error.ClusterException if this machine cannot load FFmpeg
   */
  public static Video open(FileSystem files, FileStatus video, long maxPixels)
      throws IOException, ImageRefusedException {
    return open(new StoredSource(files, video), maxPixels);
  }

  static Video open(Source source, long maxPixels) throws IOException, ImageRefusedException {
    Ffmpeg.load();
    String missing;
    try {
      missing = FileEnd.missing(source);
    } catch (Throwable e) { // Errors too: what FFmpeg holds, no garbage collector frees.
      source.close();
      throw e;
    }
    try {
      return open(source, maxPixels, missing);
    } catch (ImageRefusedException e) {
      throw missing.isEmpty() || e.reason() == Reason.TOO_LARGE
          ? e
          : new ImageRefusedException(Reason.TRUNCATED, missing, e);
    }
  }

  private static Video open(Source source, long maxPixels, String missing)
      throws IOException, ImageRefusedException {
    Container container = Container.open(source, maxPixels);
    try {
      container.probe(maxPixels);
      return new Video(container, decoder(container, maxPixels), maxPixels, missing);
    } catch (Throwable e) {
      container.close();
      throw e;
    }
  }

  /**
   * About how many frames a video has, by its head alone; 0 if that does not tell, whatever the
   * reason.
   *
   * @throws IOException if the storage does not answer
   */
  public static long framesByHead(FileSystem files, FileStatus video) throws IOException {
    Ffmpeg.load();
    try (Container container = Container.open(new StoredSource(files, video), Long.MAX_VALUE)) {
      return container.frames();
    } catch (ImageRefusedException e) {
      // Whoever decodes it will say so.
      return 0;
    }
  }

  private static AVCodecContext decoder(Container container, long maxPixels)
      throws ImageRefusedException {
    int id = container.stream().codecpar().codec_id();
    AVCodec known = avcodec_find_decoder(id);
    if (known == null || !Container.allows(known.name().getString())) {
      throw unknown(id);
    }
    AVCodecContext codec = avcodec_alloc_context3(known);
    avcodec_parameters_to_context(codec, container.stream().codecpar());
    codec.pkt_timebase(container.stream().time_base());
    codec.max_pixels(Container.decoderLimit(maxPixels));
    codec.thread_count(1);
    int code = avcodec_open2(codec, known, (PointerPointer<AVDictionary>) null);
    if (code < 0) {
      avcodec_free_context(codec);
      throw unknown(id);
    }
    return codec;
  }

  private static ImageRefusedException unknown(int id) {
    return new ImageRefusedException(
        Reason.UNSUPPORTED,
        "its coding, " + avcodec_get_name(id).getString() + ", is not one that is decoded here");
  }

  /**
   * The next frame, {@code [1, height, width, 3]}; empty behind the last.
   *
   * @throws ImageRefusedException if the video is damaged here, or has no frames at all
   * @throws IOException if the storage does not answer
   */
  public Optional<Frames> next() throws IOException, ImageRefusedException {
    if (!advance()) {
      return Optional.empty();
    }
    return Optional.of(turn().apply(converter.convert(picture)));
  }

  /**
   * Decodes the next frame and drops it.
   *
   * @return false behind the last
   * @throws ImageRefusedException as {@link #next}
   * @throws IOException if the storage does not answer
   */
  public boolean skip() throws IOException, ImageRefusedException {
    return advance();
  }

  /**
   * That the file ends before the video does, and how that is known; empty if it does not, as far
   * as is known.
   */
  public String cutOff() {
    return cutOff;
  }

  private boolean advance() throws IOException, ImageRefusedException {
    int code = avcodec_receive_frame(codec, picture);
    while (code == AVERROR_EAGAIN()) {
      feed();
      code = avcodec_receive_frame(codec, picture);
    }
    if (code == AVERROR_EOF) {
      if (frames == 0) {
        throw cutOff.isEmpty()
            ? new ImageRefusedException(Reason.NO_FRAMES, "the video has none")
            : new ImageRefusedException(Reason.TRUNCATED, cutOff);
      }
      return false;
    }
    require(code);
    if (picture.decode_error_flags() != 0
        || (picture.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
      throw damaged("the decoder made up a part of it");
    }
    Container.requireSize(picture.width(), picture.height(), maxPixels);
    frames++;
    return true;
  }

  /** Hands the decoder the next piece of the file; at its end tells it to give what it holds. */
  private void feed() throws IOException, ImageRefusedException {
    int code = av_read_frame(container.format(), packet);
    container.io().requireIntact();
    if (code == AVERROR_EOF || (code < 0 && !cutOff.isEmpty())) {
      require(avcodec_send_packet(codec, null));
      return;
    }
    require(code);
    try {
      // Nothing is in a chunk that AVI files have for "the same picture again".
      if (packet.stream_index() != container.stream().index() || packet.size() == 0) {
        return;
      }
      if ((packet.flags() & AV_PKT_FLAG_CORRUPT) == 0) {
        require(avcodec_send_packet(codec, packet));
      } else if (cutOff.isEmpty()) {
        throw damaged("the file says so, or ends within it");
      }
    } finally {
      av_packet_unref(packet);
    }
  }

  private void require(int code) throws IOException, ImageRefusedException {
    if (code < 0) {
      container.io().requireIntact();
      throw damaged("FFmpeg says: " + Ffmpeg.message(code));
    }
  }

  private ImageRefusedException damaged(String how) {
    return new ImageRefusedException(
        Reason.CORRUPT, Message.of("damaged behind %d whole frames, %s", frames, how));
  }

  private Turn turn() throws ImageRefusedException {
    AVFrameSideData matrix = av_frame_get_side_data(picture, AV_FRAME_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.size() < NUMBERS_OF_A_MATRIX * Integer.BYTES) {
      return Turn.NONE;
    }
    int[] numbers = new int[NUMBERS_OF_A_MATRIX];
    new IntPointer(matrix.data()).get(numbers);
    try {
      return Turn.of(numbers);
    } catch (IllegalArgumentException e) {
      throw new ImageRefusedException(Reason.UNSUPPORTED, e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    converter.close();
    av_frame_free(picture);
    av_packet_free(packet);
    avcodec_free_context(codec);
    container.close();
  }
}

package org.logoformer.video;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EIO;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.clip.ImageRefusedException;

/**
 * Lets FFmpeg read a {@link Source}. What the source throws is kept: FFmpeg knows error codes only,
 * and takes some of them for the end of the file.
 */
final class SourceIo implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int WHENCE = 0xffff; // beside flags of avio.h
  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;

  // JavaCPP has room for ten callbacks of a kind in a process, so all sources share one; FFmpeg
  // hands back the key of the one it means.
  private static final Map<Long, SourceIo> OPEN = new ConcurrentHashMap<>();
  private static final Read READ = new Read().retainReference();
  private static final Seek SEEK = new Seek().retainReference();

  private static final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer key, BytePointer to, int size) {
      return OPEN.get(key.address()).read(to, size);
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer key, long offset, int whence) {
      return OPEN.get(key.address()).seek(offset, whence);
    }
  }

  private final Source source;
  private final byte[] buffer = new byte[BUFFER];
  private final BytePointer key = new BytePointer(1L);
  private final AVIOContext context;
  private long position;
  private Throwable failure;

  SourceIo(Source source) {
    this.source = source;
    OPEN.put(key.address(), this);
    this.context =
        avio_alloc_context(new BytePointer(av_malloc(BUFFER)), BUFFER, 0, key, READ, null, SEEK);
  }

  /** How many sources are being read now. */
  static int open() {
    return OPEN.size();
  }

  AVIOContext context() {
    return context;
  }

  /**
   * Makes sure that all reads went well so far.
   *
   * @throws IOException what the source has thrown
   * @throws ImageRefusedException the same
   */
  void requireIntact() throws IOException, ImageRefusedException {
    if (failure instanceof ImageRefusedException refused) {
      throw refused;
    } else if (failure instanceof IOException failed) {
      throw failed;
    } else if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw new IOException(failure);
    }
  }

  private int read(BytePointer to, int size) {
    try {
      byte[] into = size >= buffer.length ? buffer : new byte[size];
      int length = source.read(position, into);
      if (length < 0) {
        return AVERROR_EOF;
      }
      to.put(into, 0, length);
      position += length;
      return length;
    } catch (
        Throwable e) { // Not even an error: its frames are C, which nothing may leave by a throw.
      failure = e;
    }
    return AVERROR_EIO();
  }

  private long seek(long offset, int whence) {
    if ((whence & AVSEEK_SIZE) != 0) {
      return source.length();
    }
    long from =
        switch (whence & WHENCE) {
          case SEEK_SET -> 0;
          case SEEK_CUR -> position;
          case SEEK_END -> source.length();
          default -> -1;
        };
    if (from < 0 || from + offset < 0) {
      return AVERROR_EIO();
    }
    position = from + offset;
    return position;
  }

  /** Frees what FFmpeg holds, and closes the source. */
  @Override
  public void close() throws IOException {
    // FFmpeg may have exchanged the buffer it was given.
    av_free(context.buffer());
    avio_context_free(context);
    OPEN.remove(key.address());
    key.close();
    source.close();
  }
}

package org.logoformer.jobs.bench.input;

import static org.bytedeco.leptonica.global.leptonica.L_JPEG_CONTINUE_WITH_BAD_DATA;
import static org.bytedeco.leptonica.global.leptonica.pixDestroy;
import static org.bytedeco.leptonica.global.leptonica.pixReadMemJpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.bytedeco.leptonica.PIX;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.Picture;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.transform.Resize;
import org.logoformer.transform.Resizer;

/**
 * What preparing is compared with: loops over the JPEG files of a folder, each on the one thread
 * that calls it.
 */
final class FrameLoops {
  /** What the loops may hold: some 50,000 frames of 224 x 224 pixels. */
  private static final long MOST_BYTES = 1L << 29;

  private final FileSystem files;
  private final List<Path> paths;
  private final List<FileStatus> frames = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private final ImageDecoder decoder = new ImageDecoder(ImageDecoder.DEFAULT_MAX_PIXELS);
  private final Picture picture = new Picture();

  /**
   * Takes the files, whose content stays in memory.
   *
   * @throws DataException if there are none, or more than memory should hold
   */
  FrameLoops(Path folder) throws IOException {
    this(folder, MOST_BYTES);
  }

  /** One that takes no more than {@code most} bytes. */
  FrameLoops(Path folder, long most) throws IOException {
    this.files = FileSystem.getLocal(new Configuration());
    this.paths = files(folder);
    long bytes = 0;
    for (Path path : paths) {
      bytes += Files.size(path);
      if (bytes > most) {
        throw new DataException(
            Message.of(
                "The .jpg below %s have more than %d bytes, and the loops hold them in memory: let prep.source name a part of the data set",
                folder, most));
      }
      frames.add(files.getFileStatus(new org.apache.hadoop.fs.Path(path.toUri())));
      contents.add(Files.readAllBytes(path));
    }
  }

  /**
   * The JPEG files below a folder, in order.
   *
   * @throws DataException if there are none
   */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      List<Path> found = below.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
      if (found.isEmpty()) {
        throw new DataException("No .jpg below " + folder + ": check prep.source");
      }
      return found;
    }
  }

  int count() {
    return paths.size();
  }

  /** Folders that the files lie in. */
  int clips() {
    return Math.toIntExact(paths.stream().map(Path::getParent).distinct().count());
  }

  /** All files, in order. */
  List<Path> paths() {
    return paths;
  }

  /** Bytes of all files. */
  long bytes() {
    return contents.stream().mapToLong(c -> c.length).sum();
  }

  /** Decodes what is in memory: the library's work alone. */
  void decode() {
    int[] warnings = new int[1];
    for (byte[] file : contents) {
      PIX decoded =
          pixReadMemJpeg(file, file.length, 0, 1, warnings, L_JPEG_CONTINUE_WITH_BAD_DATA);
      pixDestroy(decoded);
    }
  }

  /** Decodes what is in memory, and resizes it to {@code size} pixels as preparing does. */
  void resize(Resize rule, int size) {
    Resizer resizer = new Resizer(rule);
    byte[] out = new byte[size * size * 3];
    for (byte[] file : contents) {
      decode(file);
      resizer.apply(picture, size, size, out, 0);
    }
  }

  /** Reads every file and sums its bytes up by CRC32C. */
  void read() {
    CRC32C crc = new CRC32C();
    for (FileStatus frame : frames) {
      crc.update(content(frame));
    }
  }

  /** Reads every file and checks it: whether a picture is whole, only decoding it tells. */
  void check() {
    CRC32C crc = new CRC32C();
    for (FileStatus frame : frames) {
      byte[] file = content(frame);
      crc.update(file);
      decode(file);
    }
  }

  private byte[] content(FileStatus frame) {
    try {
      return FrameFolder.read(files, frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ImageRefusedException e) {
      throw refused(e);
    }
  }

  private void decode(byte[] file) {
    try {
      decoder.decode(file, picture);
    } catch (ImageRefusedException e) {
      throw refused(e);
    }
  }

  private static DataException refused(ImageRefusedException e) {
    return new DataException("A frame is refused (" + e.getMessage() + "): remove it", e);
  }
}

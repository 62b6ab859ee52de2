package org.logoformer.video;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;

/** The videos among the test resources; {@code make.py} beside them says how they were made. */
final class Videos {
  private Videos() {}

  static byte[] file(String name) throws IOException {
    try (InputStream in = Videos.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  static List<Frames> decode(byte[] file) throws IOException, ImageRefusedException {
    return decode(file, ImageDecoder.DEFAULT_MAX_PIXELS);
  }

  static List<Frames> decode(byte[] file, long maxPixels)
      throws IOException, ImageRefusedException {
    List<Frames> frames = new ArrayList<>();
    try (Video video = Video.open(new MemorySource(file), maxPixels)) {
      for (Optional<Frames> frame = video.next(); frame.isPresent(); frame = video.next()) {
        frames.add(frame.get());
      }
    }
    return frames;
  }
}

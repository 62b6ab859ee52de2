package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.error.DataException;
import org.logoformer.storage.Unreadable;

/** Frames that are files of their own. */
record ImageFrames(FileSystem files, List<FileStatus> images, ImageDecoder decoder)
    implements ClipFrames {
  @Override
  public int count() {
    return images.size();
  }

  @Override
  public Frames frame(int n) {
    FileStatus file = images.get(n);
    try {
      return decoder.decode(FrameFolder.read(files, file));
    } catch (ImageRefusedException e) {
      throw new DataException(
          "Cannot read the frame %s (%s): replace it or remove the clip"
              .formatted(file.getPath(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw Unreadable.of(file.getPath(), e, "Replace the frame or remove the clip");
    }
  }

  @Override
  public String name(int n) {
    return images.get(n).getPath().toString();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}

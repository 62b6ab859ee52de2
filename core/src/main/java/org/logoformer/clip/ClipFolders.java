package org.logoformer.clip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/** Finds clips on disk where no list names them: a clip is a folder with images. */
public final class ClipFolders {
  private ClipFolders() {}

  /**
   * One clip on disk.
   *
   * @param id path below the searched folder, or the folder's own name if it is the clip
   * @param frames image files in natural order
   */
  public record Clip(String id, List<FileStatus> frames) {
    /** Copies the list. */
    public Clip {
      frames = List.copyOf(frames);
    }

    /** Where its frames lie. */
    public Path folder() {
      return frames.get(0).getPath().getParent();
    }
  }

  /**
   * The clip that {@code folder} is, or the clips below it, in natural order of their ids. Names
   * that begin with a dot are passed over.
   *
   * @throws DataException if there is no clip, a folder without anything in it, or one with both
   *     images and folders
   * @throws java.io.FileNotFoundException if there is no such folder
   */
  public static List<Clip> find(FileSystem files, Path folder) throws IOException {
    List<Clip> clips = new ArrayList<>();
    collect(files, folder, "", clips);
    clips.sort(Comparator.comparing(Clip::id, NaturalOrder.INSTANCE));
    return clips;
  }

  private static void collect(FileSystem files, Path folder, String id, List<Clip> clips)
      throws IOException {
    List<FileStatus> frames = FrameFolder.list(files, folder);
    List<FileStatus> folders = new ArrayList<>();
    for (FileStatus entry : files.listStatus(folder)) {
      if (entry.isDirectory() && !entry.getPath().getName().startsWith(".")) {
        folders.add(entry);
      }
    }
    if (!frames.isEmpty() && !folders.isEmpty()) {
      throw new DataException(
          Message.of(
              "%s holds images and folders (%s): it must be one clip or a folder of clips",
              folder, folders.get(0).getPath().getName()));
    }
    if (frames.isEmpty() && folders.isEmpty()) {
      throw new DataException("The clip " + folder + " has no frames (JPEG or PNG): remove it");
    }
    if (!frames.isEmpty()) {
      clips.add(new Clip(id.isEmpty() ? folder.getName() : id, frames));
    }
    for (FileStatus below : folders) {
      String name = below.getPath().getName();
      collect(files, below.getPath(), id.isEmpty() ? name : id + "/" + name, clips);
    }
  }
}

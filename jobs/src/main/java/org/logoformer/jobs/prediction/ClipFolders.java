package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.error.DataException;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;

/** Finds clips on disk: a clip is a folder with images. */
final class ClipFolders {
  private ClipFolders() {}

  /**
   * One clip on disk.
   *
   * @param id path below the searched folder, or the folder's own name if it is the clip
   * @param frames image files in natural order
   */
  record Clip(String id, List<FileStatus> frames) {}

  /**
   * The clip that {@code folder} is, or the clips below it, in natural order of their ids. Names
   * that begin with a dot are passed over.
   *
   * @throws DataException if there is no such folder, no clip, a folder without anything in it, or
   *     one with both images and folders
   */
  static List<Clip> find(FileSystem files, Path folder) throws IOException {
    if (!files.exists(folder)) {
      throw new DataException(
          "There is no folder %s%s: check --clips"
              .formatted(folder, SharedPaths.otherwise(folder, files.getConf())));
    }
    if (files.getFileStatus(folder).isFile()) {
      throw new DataException(
          folder + " is a file: --clips takes a folder of frames, or a folder of such folders");
    }
    List<Clip> clips = new ArrayList<>();
    collect(files, folder, "", clips);
    clips.sort(Comparator.comparing(Clip::id, NaturalOrder.INSTANCE));
    return clips;
  }

  /**
   * The frames of a clip that was found.
   *
   * @throws DataException if there are none any more
   */
  static List<FileStatus> frames(FileSystem files, Path folder) {
    try {
      List<FileStatus> frames =
          FrameFolder.list(files, folder).stream().filter(f -> !isHidden(f)).toList();
      if (frames.isEmpty()) {
        throw new DataException("The clip " + folder + " has no frames any more: find them again");
      }
      return frames;
    } catch (IOException e) {
      throw Unreadable.of(folder, e, "Restore the clip, or begin with another --out");
    }
  }

  private static void collect(FileSystem files, Path folder, String id, List<Clip> clips)
      throws IOException {
    List<FileStatus> frames =
        FrameFolder.list(files, folder).stream().filter(f -> !isHidden(f)).toList();
    List<FileStatus> folders = new ArrayList<>();
    for (FileStatus entry : files.listStatus(folder)) {
      if (entry.isDirectory() && !isHidden(entry)) {
        folders.add(entry);
      }
    }
    if (!frames.isEmpty() && !folders.isEmpty()) {
      throw new DataException(
          "%s holds images and folders (%s): it must be one clip or a folder of clips"
              .formatted(folder, folders.get(0).getPath().getName()));
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

  private static boolean isHidden(FileStatus entry) {
    return entry.getPath().getName().startsWith(".");
  }
}

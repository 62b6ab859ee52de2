package org.logoformer.clip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/** Finds clips on disk where no list names them: a folder with images, or a video file. */
public final class ClipFolders {
  private ClipFolders() {}

  /**
   * One clip on disk.
   *
   * @param id path below the searched folder, or the own name of what was searched if that is the
   *     clip
   * @param files images in natural order, or one video
   */
  public record Clip(String id, List<FileStatus> files) {
    /** Copies the list. */
    public Clip {
      files = List.copyOf(files);
    }

    /** Whether it is a video. */
    public boolean isVideo() {
      return files.size() == 1 && VideoName.matches(files.get(0).getPath().getName());
    }

    /** The folder of its images, or the video. */
    public Path place() {
      Path first = files.get(0).getPath();
      return isVideo() ? first : first.getParent();
    }
  }

  /**
   * The clip at a place.
   *
   * @return its files; none if the folder has no images
   * @throws java.io.FileNotFoundException if nothing is there
   */
  public static List<FileStatus> at(FileSystem files, Path place) throws IOException {
    Optional<FileStatus> video = VideoName.find(files, place);
    return video.isPresent() ? List.of(video.get()) : FrameFolder.list(files, place);
  }

  /**
   * The clip that {@code place} is, or the clips below it, in natural order of their ids. Names
   * that begin with a dot are passed over.
   *
   * @throws DataException if there is no clip, a folder without anything in it, or one with images
   *     and folders or videos
   * @throws java.io.FileNotFoundException if nothing is there
   */
  public static List<Clip> find(FileSystem files, Path place) throws IOException {
    List<Clip> clips = new ArrayList<>();
    Optional<FileStatus> video = VideoName.find(files, place);
    if (video.isPresent()) {
      clips.add(new Clip(place.getName(), List.of(video.get())));
    } else {
      collect(files, place, "", clips);
    }
    clips.sort(Comparator.comparing(Clip::id, NaturalOrder.INSTANCE));
    return clips;
  }

  private static void collect(FileSystem files, Path folder, String id, List<Clip> clips)
      throws IOException {
    List<FileStatus> frames = FrameFolder.list(files, folder);
    List<FileStatus> folders = new ArrayList<>();
    List<FileStatus> videos = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    for (FileStatus entry : files.listStatus(folder)) {
      String name = entry.getPath().getName();
      if (entry.isDirectory() && !name.startsWith(".")) {
        folders.add(entry);
      } else if (entry.isFile() && VideoName.matches(name)) {
        videos.add(entry);
      } else if (entry.isFile() && refusal.isEmpty()) {
        refusal = VideoName.refusal(name);
      }
    }
    requireOneKind(folder, frames, "folders", folders);
    requireOneKind(folder, frames, "videos", videos);
    if (frames.isEmpty() && folders.isEmpty() && videos.isEmpty()) {
      throw new DataException(
          "The clip "
              + folder
              + " has no frames (JPEG, PNG or videos): "
              + refusal.orElse("remove it"));
    }
    if (!frames.isEmpty()) {
      clips.add(new Clip(id.isEmpty() ? folder.getName() : id, frames));
    }
    videos.forEach(video -> clips.add(new Clip(below(id, video), List.of(video))));
    for (FileStatus inner : folders) {
      collect(files, inner.getPath(), below(id, inner), clips);
    }
  }

  private static void requireOneKind(
      Path folder, List<FileStatus> frames, String kind, List<FileStatus> others) {
    if (!frames.isEmpty() && !others.isEmpty()) {
      throw new DataException(
          Message.of(
              "%s holds images and %s (%s): it must be one clip or a folder of clips",
              folder, kind, others.get(0).getPath().getName()));
    }
  }

  private static String below(String id, FileStatus entry) {
    String name = entry.getPath().getName();
    return id.isEmpty() ? name : id + "/" + name;
  }
}

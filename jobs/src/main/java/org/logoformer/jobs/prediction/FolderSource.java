package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.batch.View;
import org.logoformer.clip.ClipFolders;
import org.logoformer.clip.VideoName;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clips that are folders of frames or videos.
 *
 * @param folder one of them, or a folder of such
 * @param stored what the clips' set would make of their frames
 */
record FolderSource(String folder, StoredAs stored) implements ClipSource<FolderSource.Place> {
  /**
   * Where a clip lies.
   *
   * @param id path below the searched folder
   * @param path folder of its frames, or the video
   */
  record Place(String id, String path) implements Serializable {}

  @Override
  public List<Place> list(Configuration hadoop, LogoConfig config) throws IOException {
    Path root = new Path(folder);
    return find(root.getFileSystem(hadoop), root).stream()
        .map(c -> new Place(c.id(), c.place().toString()))
        .toList();
  }

  /**
   * The clips of a folder that a user named, or the video.
   *
   * @throws DataException if there is no such folder or video, or it is not one of clips
   */
  static List<ClipFolders.Clip> find(FileSystem files, Path folder) throws IOException {
    if (!files.exists(folder)) {
      throw new DataException(
          "There is no folder or video %s%s: check --clips"
              .formatted(folder, SharedPaths.otherwise(folder, files.getConf())));
    }
    if (files.getFileStatus(folder).isFile() && !VideoName.matches(folder.getName())) {
      throw new DataException(
          folder
              + " is a file: --clips takes a folder of frames, a video (.mp4, .m4v, .mov, .avi, .webm,"
              + " .mkv), or a folder of such folders and videos");
    }
    return ClipFolders.find(files, folder);
  }

  @Override
  public String id(Place clip) {
    return clip.id();
  }

  @Override
  public Opened<Place> open(Configuration hadoop, LogoConfig config) throws IOException {
    FileSystem files = new Path(folder).getFileSystem(hadoop);
    ClipReader reader = new ClipReader(files, config, stored);
    return new Opened<>() {
      @Override
      public String id(Place clip) {
        return clip.id();
      }

      @Override
      public INDArray clips(List<Place> clips, View view) {
        return reader.clips(clips.stream().map(place -> clip(files, place)).toList(), view);
      }

      @Override
      public void close() {
        // A file system belongs to the process.
      }
    };
  }

  private static ClipFolders.Clip clip(FileSystem files, Place place) {
    Path path = new Path(place.path());
    try {
      List<FileStatus> found = ClipFolders.at(files, path);
      if (found.isEmpty()) {
        throw new DataException("The clip " + path + " has no frames any more: find them again");
      }
      return new ClipFolders.Clip(place.id(), found);
    } catch (IOException e) {
      throw Unreadable.of(path, e, "Restore the clip, or begin with another --out");
    }
  }
}

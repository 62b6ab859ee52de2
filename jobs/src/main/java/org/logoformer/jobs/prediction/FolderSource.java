package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.batch.View;
import org.logoformer.config.LogoConfig;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clips that are folders of frames.
 *
 * @param folder one of them, or a folder of such folders
 */
record FolderSource(String folder) implements ClipSource<FolderSource.Place> {
  /**
   * Where a clip lies.
   *
   * @param id path below the searched folder
   * @param folder of its frames
   */
  record Place(String id, String folder) implements Serializable {}

  @Override
  public List<Place> list(Configuration hadoop, LogoConfig config) throws IOException {
    Path root = new Path(folder);
    return ClipFolders.find(root.getFileSystem(hadoop), root).stream()
        .map(c -> new Place(c.id(), c.frames().get(0).getPath().getParent().toString()))
        .toList();
  }

  @Override
  public String id(Place clip) {
    return clip.id();
  }

  @Override
  public Opened<Place> open(Configuration hadoop, LogoConfig config) throws IOException {
    FileSystem files = new Path(folder).getFileSystem(hadoop);
    ClipReader reader = new ClipReader(files, config);
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
    return new ClipFolders.Clip(place.id(), ClipFolders.frames(files, new Path(place.folder())));
  }
}

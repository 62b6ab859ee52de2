package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.ClipFolders;

/**
 * Any folder of frame folders or videos, at any depth, without a list: the clips have neither
 * classes nor splits, and are there to be predicted.
 */
final class UnlabelledLayout {
  /** What {@code data.train-split} and {@code data.test-split} do not find. */
  private static final String SPLIT = "unlabelled";

  private UnlabelledLayout() {}

  static Listing read(FileSystem files, Path source) throws IOException {
    List<ListedClip> clips = new ArrayList<>();
    for (ClipFolders.Clip clip : ClipFolders.find(files, source)) {
      // Where a list would name the line.
      ListLine found = new ListLine(source.getName(), clips.size() + 1, clip.id());
      clips.add(new ListedClip(clip.id(), 0, SPLIT, 0, "", clip.place().toString(), found));
    }
    return new Listing(ClassMap.UNLABELLED, clips, Map.of());
  }
}

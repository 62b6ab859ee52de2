package org.logoformer.synth;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.SynthConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.prep.PublishedLists;
import org.logoformer.storage.SharedPaths;

/**
 * A clip for each row of published lists, of the class that the lists say, so that a data set that
 * cannot be had is there in its true number of clips. The lists go along as they are.
 *
 * <p>Beside the lists may be a file {@code frame_counts.txt} of lines {@code clip frames}, as
 * Former-DFER publishes it; {@code synth.frames-min} and {@code synth.frames-max} bound what it
 * says. Other clips get a drawn number.
 */
final class ListedSet {
  private static final String COUNTS = "frame_counts.txt";
  private static final Pattern COUNT = Pattern.compile("(\\S+)\\s+([0-9]{1,9})");

  private ListedSet() {}

  /**
   * @throws DataException if lists or counts are wrong or missing
   */
  static SynthSet of(SynthConfig config, Configuration hadoop) {
    Path folder = SharedPaths.input(config.list(), hadoop);
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      if (!files.exists(folder)) {
        throw new DataException(
            Message.of(
                "synth.list = %s is not there%s: name the folder of the published lists",
                folder, SharedPaths.otherwise(folder, hadoop)));
      }
      PublishedLists lists = PublishedLists.read(config.layout(), files, folder);
      return new SynthSet(clips(config, lists, counts(files, folder)), lists.texts());
    } catch (IOException e) {
      throw new ClusterException("Cannot read synth.list = " + folder + ": " + e.getMessage(), e);
    }
  }

  private static List<SynthClip> clips(
      SynthConfig config, PublishedLists lists, Map<String, Integer> counts) {
    Cast cast = new Cast(config);
    List<SynthClip> clips = new ArrayList<>();
    for (PublishedLists.Clip listed : lists.clips()) {
      int index = clips.size();
      int frames = counts.getOrDefault(listed.id(), cast.frames(index));
      clips.add(
          new SynthClip(
              index,
              listed.id(),
              folder(config.layout()) + listed.id(),
              Course.values()[listed.label()],
              cast.identity(index, 0, config.identities()),
              Math.min(config.framesMax(), Math.max(config.framesMin(), frames)),
              listed.part()));
    }
    return clips;
  }

  private static String folder(SynthConfig.Layout layout) {
    return switch (layout) {
      case FERV39K -> "2_ClipsforFaceCrop/";
      case DFEW -> "Clip/clip_224x224/";
    };
  }

  private static Map<String, Integer> counts(FileSystem files, Path folder) throws IOException {
    Path file = new Path(folder, COUNTS);
    Map<String, Integer> counts = new HashMap<>();
    if (!files.exists(file)) {
      return counts;
    }
    String text;
    try (InputStream in = files.open(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher count = COUNT.matcher(line.strip());
      if (!count.matches()) {
        throw new DataException(
            file
                + ":"
                + number
                + ": expected 'clip frames', such as 'Crime/Angry/0063 28', and there is '"
                + line
                + "'");
      }
      counts.put(count.group(1), Integer.parseInt(count.group(2)));
    }
    return counts;
  }
}

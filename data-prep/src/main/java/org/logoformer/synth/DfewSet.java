package org.logoformer.synth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.SynthConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.Message;

/**
 * DFEW's folders and lists: {@code Clip/clip_224x224/00042/1.jpg}, and for each of five folds a
 * list of {@code video_name,label} lines, ids not padded, labels 1 to 7. {@code synth.train-clips}
 * and {@code synth.test-clips} add up to the clips of the set. Each identity is seen in one fold's
 * test set only.
 */
final class DfewSet {
  private static final int FOLDS = 5;

  private DfewSet() {}

  static SynthSet of(SynthConfig config) {
    if (config.identities() < FOLDS) {
      throw new ConfigException(
          Message.of(
              "synth.identities = %d: the folds of DFEW need one each, at least %d",
              config.identities(), FOLDS));
    }
    List<SynthClip> clips = clips(config);
    Map<String, String> lists = new LinkedHashMap<>();
    for (int fold = 1; fold <= FOLDS; fold++) {
      int tested = fold;
      lists.put(list("train", fold), list(clips.stream().filter(c -> c.fold() != tested).toList()));
      lists.put(list("test", fold), list(clips.stream().filter(c -> c.fold() == tested).toList()));
    }
    return new SynthSet(clips, lists);
  }

  private static List<SynthClip> clips(SynthConfig config) {
    Cast cast = new Cast(config);
    List<SynthClip> clips = new ArrayList<>();
    for (int i = 0; i < config.trainClips() + config.testClips(); i++) {
      int identity = cast.identity(i, 0, config.identities());
      int fold = identity % FOLDS + 1;
      String folder = String.format(Locale.ROOT, "Clip/clip_224x224/%05d", i + 1);
      clips.add(
          new SynthClip(
              i, Integer.toString(i + 1), folder, cast.course(i), identity, cast.frames(i), fold));
    }
    return clips;
  }

  private static String list(String part, int fold) {
    return "EmoLabel_DataSplit/" + part + "(single-labeled)/set_" + fold + ".csv";
  }

  private static String list(List<SynthClip> clips) {
    StringBuilder text = new StringBuilder("video_name,label\n");
    for (SynthClip clip : clips) {
      int label = ClassMap.EMOTIONS.label(clip.course().className()).orElseThrow() + 1;
      text.append(clip.path()).append(',').append(label).append('\n');
    }
    return text.toString();
  }
}

package org.logoformer.synth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.config.SynthConfig;

/**
 * FERV39K's folders and lists: {@code 2_ClipsforFaceCrop/Scene/Emotion/0063/00.jpg}, and lists of
 * {@code Scene/Emotion/0063 Emotion} without a header, for all scenes and for each. A fifth of the
 * identities, at least one, is seen in test clips only.
 */
final class Ferv39kSet {
  private static final List<String> SCENES =
      List.of(
          "Action",
          "Argue",
          "Business",
          "Conflict",
          "Contest",
          "Crime",
          "Crisis",
          "DailyLife",
          "ElegantArt",
          "Experiment",
          "History",
          "Interview",
          "Liveshow",
          "Medicine",
          "OfficialEvent",
          "ScholarReport",
          "School",
          "Social",
          "Speech",
          "Talkshow",
          "Terror",
          "War");
  private static final int TRAIN = 0;
  private static final int TEST = 1;

  private final SynthConfig config;
  private final Cast cast;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private Ferv39kSet(SynthConfig config) {
    this.config = config;
    this.cast = new Cast(config);
  }

  static SynthSet of(SynthConfig config) {
    List<SynthClip> clips = new Ferv39kSet(config).clips();
    return new SynthSet(clips, lists(clips));
  }

  private List<SynthClip> clips() {
    int strangers = Math.max(1, config.identities() / 5);
    int known = config.identities() - strangers;
    List<SynthClip> clips = new ArrayList<>();
    for (int i = 0; i < config.trainClips() + config.testClips(); i++) {
      boolean train = i < config.trainClips();
      clips.add(
          clip(
              i,
              cast.identity(i, train ? 0 : known, train ? known : config.identities()),
              train ? TRAIN : TEST));
    }
    return clips;
  }

  private SynthClip clip(int index, int identity, int part) {
    Course course = cast.course(index);
    String group = SCENES.get(cast.choice(index, SCENES.size())) + "/" + course.className();
    int number = numbers.merge(group, 1, Integer::sum);
    String path = String.format(Locale.ROOT, "%s/%04d", group, number);
    return new SynthClip(
        index, path, "2_ClipsforFaceCrop/" + path, course, identity, cast.frames(index), part);
  }

  private static Map<String, String> lists(List<SynthClip> clips) {
    Map<String, StringBuilder> lists = new LinkedHashMap<>();
    lists.put(list("All_scenes", "train_All"), new StringBuilder());
    lists.put(list("All_scenes", "test_All"), new StringBuilder());
    for (SynthClip clip : clips) {
      String part = clip.fold() == TRAIN ? "train_" : "test_";
      String scene = clip.path().substring(0, clip.path().indexOf('/'));
      String line = clip.path() + " " + clip.course().className() + "\n";
      lists.get(list("All_scenes", part + "All")).append(line);
      lists.computeIfAbsent(list("22_scenes", part + scene), k -> new StringBuilder()).append(line);
    }
    Map<String, String> texts = new LinkedHashMap<>();
    lists.forEach((path, text) -> texts.put(path, text.toString()));
    return texts;
  }

  private static String list(String folder, String name) {
    return "4_setups/" + folder + "/" + name + ".csv";
  }
}

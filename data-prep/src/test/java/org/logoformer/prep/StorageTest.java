package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;

class StorageTest {
  @Test
  void setsOfTheEmotionsAndWithoutLabelsAreHashedAsTheyAlwaysWere() {
    Storage storage = Storage.of(LogoConfig.of().prep());

    assertThat(storage.fingerprint(ClassMap.EMOTIONS))
        .endsWith(" classes=[Happy, Sad, Neutral, Angry, Surprise, Disgust, Fear]")
        .isEqualTo(storage.fingerprint(ClassMap.UNLABELLED))
        .isNotEqualTo(storage.fingerprint(new ClassMap(List.of("calm", "tense"))));
  }
}

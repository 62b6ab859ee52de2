package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMapTest {
  @Test
  void theSevenEmotionsAreInTheOrderOfTheData() {
    assertThat(ClassMap.EMOTIONS.names())
        .containsExactly("Happy", "Sad", "Neutral", "Angry", "Surprise", "Disgust", "Fear");
    assertThat(ClassMap.EMOTIONS.label("Fear")).hasValue(6);
    assertThat(ClassMap.EMOTIONS.label("happy")).isEmpty();
  }

  @Test
  void aClassNamedTwiceIsRefused() {
    assertThatThrownBy(() -> new ClassMap(List.of("a", "b", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }
}

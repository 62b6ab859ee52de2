package org.logoformer.train.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.logoformer.batch.ClipInput;
import org.logoformer.batch.View;
import org.logoformer.transform.Flip;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TestingTest {
  private static final List<View> VIEWS =
      List.of(View.PLAIN, new View(0, Flip.HORIZONTAL), new View(1, Flip.NONE));

  @Test
  void aCancelledTestHasNoAnswers() {
    Testing<Integer> testing = Testing.plain(new Numbers(), 2, 0);
    assertThatThrownBy(() -> testing.answers(new Echo(), List.of(1, 2, 3), () -> true))
        .isInstanceOf(CancellationException.class)
        .hasMessage("Test cancelled after 0 of 3 clips");
  }

  @Test
  void everyViewOfEveryClipIsAnsweredInOrderWhateverIsReadAhead() {
    for (int prefetch : new int[] {0, 1, 5}) {
      Testing<Integer> testing =
          new Testing<>(new Numbers(), 2, prefetch, VIEWS, Testing.Asked.FEATURES);
      List<Answer> answers = testing.answers(new Echo(), List.of(10, 20, 30, 40, 50), () -> false);
      List<Double> seen = new ArrayList<>();
      answers.forEach(answer -> answer.logits().forEach(view -> seen.add(view[0])));
      assertThat(seen)
          .containsExactly(
              10.0, -10.0, 11.0, 20.0, -20.0, 21.0, 30.0, -30.0, 31.0, 40.0, -40.0, 41.0, 50.0,
              -50.0, 51.0);
      assertThat(answers).extracting(a -> a.features()[0]).startsWith(11 / 3.0, 21 / 3.0);
    }
  }

  @Test
  void featuresAreThereOnlyWhenAskedFor() {
    Answer answer =
        Testing.plain(new Numbers(), 2, 0).answers(new Echo(), List.of(1), () -> false).get(0);
    assertThat(answer.features()).isEmpty();
    assertThat(answer.logits()).hasSize(1);
  }

  /** Clips of a single number, to which the view adds its own and gives its sign. */
  private static final class Numbers implements ClipInput<Integer> {
    @Override
    public String id(Integer clip) {
      return "clip " + clip;
    }

    @Override
    public INDArray clips(List<Integer> clips, View view) {
      int sign = view.flip() == Flip.NONE ? 1 : -1;
      float[] numbers = new float[clips.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = sign * (clips.get(i) + view.number());
      }
      return Nd4j.createFromArray(numbers).reshape(numbers.length, 1);
    }
  }

  /** A network whose logits and features are its input. */
  private static final class Echo implements Forward {
    private double[][] last;

    @Override
    public double[][] logits(INDArray clips, List<String> ids) {
      last = new double[ids.size()][];
      for (int i = 0; i < last.length; i++) {
        last[i] = new double[] {clips.getDouble(i, 0)};
      }
      return last;
    }

    @Override
    public double[][] features() {
      double[][] copy = new double[last.length][];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = last[i].clone();
      }
      return copy;
    }
  }
}
